import type { CallNode, HeapProfile } from '../../../format/heap-profile.ts';
import type { Bytes } from '../../../format/units.ts';

/** A function of the program, by its script and the place where it begins. */
export interface ProgramFunction {
  readonly name: string;
  readonly scriptId: string;
  readonly url: string;
  /** From 0, as the column. */
  readonly line: number;
  readonly column: number;
  /** What its calls allocated and what is alive of it. */
  readonly bytes: Bytes;
  /** The part of it that it allocated itself, or Node for it. */
  readonly own: Bytes;
  /** How many samples that part is known from. */
  readonly samples: number;
}

interface Sampled {
  readonly size: Bytes;
  readonly samples: number;
}

/** The part of what it calls that counts for a caller: the innermost function is the likeliest to hold it. */
const shareOfCaller = 0.25;

/**
 * The functions of the program whose allocations stay alive, the largest first. What a function of Node's own allocates
 * counts for the one that calls it, and a part of it for each caller further out: one of them puts it where it stays.
 */
export function growingFunctions({ head, samples }: HeapProfile): readonly ProgramFunction[] {
  const sampled = new Map<number, Sampled>();
  for (const { nodeId, size } of samples) {
    const before = sampled.get(nodeId) ?? nothing;
    sampled.set(nodeId, { size: before.size + size, samples: before.samples + 1 });
  }
  const found = new Map<string, ProgramFunction>();
  const pending: { node: CallNode; callers: readonly CallNode[] }[] = [{ node: head, callers: [] }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node } = next;
    const callers = isOfProgram(node) ? [...next.callers, node] : next.callers;
    const here = sampled.get(node.id);
    if (here !== undefined) addUp(found, callers, here);
    for (const child of node.children) pending.push({ node: child, callers });
  }
  return [...found.values()].sort((a, b) => b.bytes - a.bytes);
}

const nothing: Sampled = { size: 0, samples: 0 };

function addUp(
  found: Map<string, ProgramFunction>,
  callers: readonly CallNode[],
  { size, samples }: Sampled,
): void {
  const counted = new Set<string>();
  let share = 1;
  for (const { callFrame } of callers.toReversed()) {
    const { functionName: name, scriptId, url, lineNumber: line, columnNumber: column } = callFrame;
    const key = `${scriptId}:${line}:${column}`;
    // A function that calls itself is on the stack many times.
    if (counted.has(key)) continue;
    counted.add(key);
    const before = found.get(key);
    const isInnermost = counted.size === 1;
    found.set(key, {
      ...{ name, scriptId, url, line, column },
      bytes: (before?.bytes ?? 0) + share * size,
      own: (before?.own ?? 0) + (isInnermost ? size : 0),
      samples: (before?.samples ?? 0) + (isInnermost ? samples : 0),
    });
    share *= shareOfCaller;
  }
}

/** The code of a module itself runs once. */
function isOfProgram({ callFrame: { url, lineNumber, columnNumber } }: CallNode): boolean {
  return isProgramFile(url) && lineNumber >= 0 && lineNumber + columnNumber > 0;
}

export function isProgramFile(url: string): boolean {
  return url !== '' && !url.startsWith('node:') && !url.startsWith('evalmachine.');
}
