import type { NativePages } from '../../format/native-pages.ts';
import type { Bytes } from '../../format/units.ts';
import type { BirthEvidence } from '../../judgement/evidence.ts';

/** More intervals than this make each of them chance. */
const mostIntervals = 5;
const pageSize = 4096;

/**
 * Survivors by birth for pages: what one owner touched in each interval and what is resident of it at the end, against what
 * was resident outside the heap at each moment, and what was given back.
 */
export function pageEvidence(
  born: readonly Bytes[],
  { looks, period, released }: Pick<NativePages, 'looks' | 'period' | 'released'>,
): BirthEvidence {
  const ends = boundsOf(looks.map(({ at }) => at));
  const parts = ends.slice(1).map((end, part) => born.slice(ends[part], end));
  const amounts = parts.map((part) => part.reduce((sum, bytes) => sum + bytes, 0));
  return {
    kind: 'births',
    source: 'pages',
    unit: 'bytes',
    check: 'pages',
    born: [0, ...amounts],
    held: ends.map((end) => looks[end]!.held),
    released,
    samples: [0, ...amounts.map((bytes) => bytes / pageSize / period)],
    work: [ends.slice(1).map((end, part) => looks[end]!.at - looks[ends[part]!]!.at)],
  };
}

/** Looks that cut the time into parts of about the same length: looks come late if the machine is busy. */
function boundsOf(times: readonly number[]): number[] {
  const [first, last] = [times[0]!, times.at(-1)!];
  const parts = Math.min(mostIntervals, times.length - 1);
  const bounds = new Set([0]);
  for (let part = 1; part < parts; part++) {
    const wanted = first + ((last - first) * part) / parts;
    bounds.add(times.findIndex((at) => at >= wanted));
  }
  bounds.add(times.length - 1);
  return [...bounds].toSorted((a, b) => a - b);
}
