import type { CallFrame, CallNode, HeapProfile } from '../../format/heap-profile.ts';
import type { Bytes } from '../../format/units.ts';
import type { RecordedProfile } from '../recording/open-recording.ts';

/** What one stack of calls allocated that was alive at the last profile, and at each one. All sizes are estimates. */
export interface SampledStack {
  /** The innermost first; V8's root is left out. */
  readonly frames: readonly CallFrame[];
  /** Alive at the last profile, by the interval it was born in: index 0 is before the first profile. */
  readonly bytes: readonly Bytes[];
  readonly samples: readonly number[];
  /** Alive at each profile. */
  readonly alive: readonly Bytes[];
}

/**
 * The profiles that can be compared, oldest first: those of the newest series, and of these the ones that were taken
 * with captures, if two or more were, so that their intervals are the captures' intervals.
 */
export function comparableProfiles(profiles: readonly RecordedProfile[]): readonly RecordedProfile[] {
  const newest = Math.max(...profiles.map(({ series }) => series));
  const series = profiles.filter((one) => one.series === newest).toSorted((a, b) => a.at - b.at);
  const captured = series.filter(({ capture }) => capture !== undefined);
  return captured.length > 1 ? captured : series;
}

/**
 * The stacks of the last profile. Samples are numbered as they are taken, so the largest number in each earlier profile
 * dates those of the last one, as watermarks date the objects of a snapshot.
 */
export function sampledStacks(profiles: readonly RecordedProfile[]): SampledStack[] {
  const last = profiles.at(-1);
  if (last === undefined) return [];
  const watermarks = profiles.map(({ profile }) =>
    profile.samples.reduce((most, { ordinal }) => Math.max(most, ordinal), 0),
  );
  const stacks = new Map<string, Stack>();
  profiles.forEach(({ profile }, k) => {
    const byNode = stacksByNode(profile);
    for (const { nodeId, size, ordinal } of profile.samples) {
      const frames = byNode.get(nodeId);
      if (frames === undefined) continue;
      const stack = stackAt(stacks, frames, profiles.length);
      stack.alive[k] += size;
      if (k < profiles.length - 1) continue;
      const birth = Math.max(
        0,
        watermarks.findIndex((watermark) => ordinal <= watermark),
      );
      stack.bytes[birth] += size;
      stack.samples[birth] += 1;
    }
  });
  return [...stacks.values()].filter(({ samples }) => samples.some((number) => number > 0));
}

interface Stack extends SampledStack {
  readonly bytes: Bytes[];
  readonly samples: number[];
  readonly alive: Bytes[];
}

function stackAt(stacks: Map<string, Stack>, frames: readonly CallFrame[], intervals: number): Stack {
  const key = frames.map(functionKey).join('\n');
  let stack = stacks.get(key);
  if (stack === undefined) {
    const zeros = () => new Array<number>(intervals).fill(0);
    stack = { frames, bytes: zeros(), samples: zeros(), alive: zeros() };
    stacks.set(key, stack);
  }
  return stack;
}

/** Tells one function from another, also those without a name. */
export function functionKey({ functionName, scriptId, lineNumber, columnNumber }: CallFrame): string {
  return `${functionName}@${scriptId}:${lineNumber}:${columnNumber}`;
}

function stacksByNode({ head }: HeapProfile): Map<number, readonly CallFrame[]> {
  const stacks = new Map<number, readonly CallFrame[]>();
  const pending: { readonly node: CallNode; readonly frames: readonly CallFrame[] }[] = [
    { node: head, frames: [] },
  ];
  for (let call = pending.pop(); call !== undefined; call = pending.pop()) {
    const { node, frames } = call;
    stacks.set(node.id, frames);
    for (const child of node.children) pending.push({ node: child, frames: [child.callFrame, ...frames] });
  }
  return stacks;
}

/** The program's own or a dependency's: what the engine and Node do for it is theirs. */
export function isProgram({ url }: CallFrame): boolean {
  return url !== '' && !url.startsWith('node:');
}
