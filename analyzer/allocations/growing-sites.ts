import type { CallFrame } from '../../format/heap-profile.ts';
import type { Bytes } from '../../format/units.ts';
import { prove } from '../../judgement/prove.ts';
import { siteFrame } from './own-frames.ts';
import { functionKey, type SampledStack } from './sampled-stacks.ts';

/** One function of the program and all that was sampled below it, through whatever calls. */
export interface SampledSite {
  readonly frame: CallFrame;
  /** The largest first. */
  readonly stacks: readonly SampledStack[];
  readonly bytes: readonly Bytes[];
  readonly samples: readonly number[];
  readonly alive: readonly Bytes[];
}

/** The function that allocates is the innermost one of the program: stacks that have it so are one site. */
export function sitesOf(stacks: readonly SampledStack[], frameOf = siteFrameOf): SampledSite[] {
  const groups = new Map<string, { frame: CallFrame; stacks: SampledStack[] }>();
  for (const stack of stacks) {
    const frame = frameOf(stack);
    if (frame === undefined) continue;
    const key = functionKey(frame);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { frame, stacks: [stack] });
    else group.stacks.push(stack);
  }
  return [...groups.values()].map(({ frame, stacks }) => ({
    frame,
    stacks: stacks.toSorted((a, b) => total(b.bytes) - total(a.bytes)),
    bytes: addUp(stacks.map(({ bytes }) => bytes)),
    samples: addUp(stacks.map(({ samples }) => samples)),
    alive: addUp(stacks.map(({ alive }) => alive)),
  }));
}

function siteFrameOf({ frames }: SampledStack): CallFrame | undefined {
  return siteFrame(frames);
}

/** Whether a site grows: something born in every interval is alive, and what is alive grew accordingly. */
export function isGrowing({ samples, bytes, alive }: SampledSite): boolean {
  const evidence = { kind: 'births', source: 'sites', unit: 'bytes', check: 'site' } as const;
  return prove({ ...evidence, born: bytes, held: alive, samples }).verdict === 'proven';
}

/** The middle of the intervals, the lower of two; the newest one counts, because it may be the only one left. */
export function perInterval(byBirth: readonly number[]): number {
  const sorted = byBirth.slice(1).toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}

/** Whether it keeps anything from before the newest interval: what is in flight is no growth. */
export function survivesACapture({ samples }: Pick<SampledStack, 'samples'>): boolean {
  return samples.slice(1, -1).some((number) => number > 0);
}

export function bornSince(byBirth: readonly number[]): number {
  return total(byBirth.slice(1));
}

export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

export function addUp(rows: readonly (readonly number[])[]): number[] {
  const [first = []] = rows;
  return first.map((_, k) => rows.reduce((sum, row) => sum + row[k], 0));
}
