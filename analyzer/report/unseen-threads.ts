import { counted } from '../../format/quantities.ts';
import type { RecordingManifest } from '../../format/recording.ts';
import type { JudgedPart, Verdict } from '../../format/verdict.ts';
import { tellingLimits } from '../../judgement/parameters/verdict.ts';

/** How many worker threads ran at each capture that does not show their heaps; empty if all heaps were seen. */
export function unseenThreads(manifest: RecordingManifest | undefined): readonly number[] {
  const counts = (manifest?.captures ?? []).flatMap(({ unseenWorkers }) => unseenWorkers ?? []);
  return counts.some((count) => count > 0) ? counts : [];
}

/** What a reader can do about heaps that were not seen. */
export const lookIntoWorkers =
  'to look into a worker, run `await Bun.write(FILE, await worker.getHeapSnapshot())` in the program at three moments, then: heaptrail analyze FILES';

/** Threads as a part of the process, if some have heaps that no capture shows. */
export function partOfThreads(counts: readonly number[]): JudgedPart | undefined {
  const last = counts.at(-1);
  if (last === undefined) return undefined;
  const figures = { name: 'threads' as const, first: counts[0]!, last };
  if (pileUp(counts)) return { ...figures, state: 'grows', reason: `${rise(counts)} worker threads` };
  return {
    ...figures,
    state: 'not-judged',
    reason: `${workers(counts)}, and Bun's inspector does not see the heaps of workers`,
  };
}

/** More of them at each look: no pool does that for long. */
function pileUp(counts: readonly number[]): boolean {
  return (
    counts.length >= tellingLimits.enoughLooks &&
    counts.every((count, at) => at === 0 || count > counts[at - 1]!)
  );
}

/** Growth in the number of threads, or undefined if there is none. */
export function verdictOfThreads(counts: readonly number[]): Verdict | undefined {
  if (!pileUp(counts)) return undefined;
  return {
    outcome: 'growth',
    problem: 'handles',
    sentence: `worker threads pile up: ${rise(counts)}`,
    confidence: 1 - tellingLimits.pilesByChance ** (counts.length - 1),
    evidence: [`worker threads at each capture: ${rise(counts)}`],
    next: ['call `worker.terminate()` when a worker is done, or reuse workers in a pool'],
  };
}

/** Said beside memory that grows outside the heap that was seen. */
export function threadsBesides(counts: readonly number[]): readonly string[] {
  const last = counts.at(-1) ?? 0;
  return last === 0
    ? []
    : [`${workers(counts)}: ${last === 1 ? 'its heap is' : 'their heaps are'} part of this memory`];
}

function workers(counts: readonly number[]): string {
  const last = counts.at(-1)!;
  return last === 1 ? '1 worker thread runs' : `${counted(last, 'worker thread')} run`;
}

function rise(counts: readonly number[]): string {
  return counts.join(' → ');
}
