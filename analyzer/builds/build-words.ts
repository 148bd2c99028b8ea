import { bytes, count } from '../../format/quantities.ts';
import type { BuildMeasure, BuildProof, BuildState, RoundMean } from '../../judgement/builds.ts';
import type { BuildComparison } from './comparison.ts';

/** The measures as a table names them. */
export const measureNames: Readonly<Record<BuildMeasure, string>> = {
  objects: 'objects that stay',
  bytes: 'bytes that stay',
  heap: 'growth of the heap',
};

/** `1.18` objects, `37 B`: two decimals, as one object in a hundred operations matters. */
export function rateWords(measure: BuildMeasure, rate: number): string {
  if (measure !== 'objects') return bytes(rate);
  return Math.abs(rate) < 100 ? rate.toFixed(2) : count(rate);
}

/** With the interval that holds the true one in 95 of 100 comparisons, `1.18 (1.17 to 1.19)`. One process has none. */
export function meanWords(measure: BuildMeasure, { value, low, high }: RoundMean): string {
  const words = (rate: number) => rateWords(measure, rate);
  // Fewer than none cannot stay, but a heap can become smaller.
  const least = measure === 'heap' ? low : Math.max(0, low);
  return low === high ? words(value) : `${words(value)} (${words(least)} to ${words(high)})`;
}

/** Signed, so that a reader sees at once which way it went. */
export function differenceWords(measure: BuildMeasure, { value, low, high }: RoundMean): string {
  const words = (rate: number) => `${rate < 0 ? '' : '+'}${rateWords(measure, rate)}`;
  return low === high ? words(value) : `${words(value)} (${words(low)} to ${words(high)})`;
}

/** `1.00 more objects stay per request (95 % between 0.98 and 1.02), was 0.18, is 1.18`. */
export function sentenceOf(state: BuildState, measures: readonly BuildProof[], per: string): string {
  switch (state) {
    case 'worse':
      return `${moreWords(leading(measures, 'worse'), per, 1)}, was ${wasWords(leading(measures, 'worse'))}`;
    case 'better':
      return `${moreWords(leading(measures, 'better'), per, -1)}, was ${wasWords(leading(measures, 'better'))}`;
    case 'same':
      return `both builds leave as much behind: ${measures.map((proof) => atMostWords(proof, per)).join(', ')}`;
    case 'unclear':
      return `not clear yet: ${measures
        .filter((proof) => proof.state === 'unclear')
        .map(betweenWords)
        .join(', ')} more per ${per}`;
  }
}

function leading(measures: readonly BuildProof[], state: BuildState): BuildProof {
  return measures.find((proof) => proof.state === state)!;
}

function moreWords({ measure, difference }: BuildProof, per: string, sign: 1 | -1): string {
  const value = rateWords(measure, sign * difference.value);
  const [from, to] = sign === 1 ? [difference.low, difference.high] : [-difference.high, -difference.low];
  const interval = `95 % between ${rateWords(measure, from)} and ${rateWords(measure, to)}`;
  const more = sign === 1 ? 'more' : 'less';
  if (measure === 'heap') return `the heap grows by ${value} ${more} per ${per} (${interval})`;
  if (measure === 'bytes') return `${value} ${more} stay per ${per} (${interval})`;
  return `${value} ${sign === 1 ? 'more' : 'fewer'} objects stay per ${per} (${interval})`;
}

function wasWords({ measure, base, head }: BuildProof): string {
  return `${rateWords(measure, base.value)}, is ${rateWords(measure, head.value)}`;
}

function atMostWords({ measure, difference }: BuildProof, per: string): string {
  const most = rateWords(measure, Math.max(0, difference.high));
  if (measure === 'objects') return `at most ${most} more objects stay per ${per}`;
  return measure === 'bytes' ? `${most} more stay` : `the heap grows by ${most} more`;
}

function betweenWords({ measure, difference: { low, high } }: BuildProof): string {
  const unit = measure === 'objects' ? ' objects' : measure === 'heap' ? ' of heap' : '';
  const words = (rate: number) => rateWords(measure, rate);
  return low === high ? `${words(low)}${unit}` : `${words(low)} to ${words(high)}${unit}`;
}

/** What was done, and for how long it was looked: `3 processes of each build, 503 requests in each interval`. */
export function effortWords({ rounds, operations, per }: BuildComparison): string {
  const processes = `${count(rounds)} ${rounds === 1 ? 'process' : 'processes'} of each build`;
  return operations === undefined ? processes : `${processes}, ${count(operations)} ${per}s in each interval`;
}
