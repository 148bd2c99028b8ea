import { bytes, count } from '../../format/quantities.ts';
import type { Suspect } from '../../format/suspect.ts';

/** Evidence without what the bars beside it show: survivors of each interval, and their sums at each capture. */
export function evidenceBesideBars({
  evidence,
  survivors: { counts, bytes: sizes },
}: Suspect): readonly string[] {
  const shown = [
    counts.slice(1).map(count).join(' / '),
    sizes.slice(1).map(bytes).join(' / '),
    sums(counts).map(count).join(' → '),
  ].filter((words) => /[/→]/.test(words));
  return evidence.filter((line) => !shown.some((words) => line.includes(words)));
}

function sums(values: readonly number[]): number[] {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}
