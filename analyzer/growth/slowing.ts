import type { Interval } from '../../format/report.ts';
import { type GrowthFinding, gainedEntries, type PileFinding } from './find-growth.ts';

/** Each interval must bring at most this share of the one before, and the last at most that of the first. */
const ofTheOneBefore = 0.85;
const ofTheFirst = 0.55;
/** With at most this share of its entries still to come, a container is nearly full. */
const nearlyFull = 0.1;
/** So many standard deviations of chance must lie between the first interval and the last. */
const beyondChance = 3;

/**
 * Whether what is born gets less from interval to interval, by more than chance. A cache that fills and code that warms
 * up do that; a leak does it only where there is ever less work.
 *
 * @param measures what may have made the intervals unequal, such as their operations and durations: by each of these as
 *   well, what is born has to get less
 */
export function isSlowing(born: readonly number[], measures: ReadonlyArray<readonly number[]> = []): boolean {
  if (born.length < 2 || born[0] === 0) return false;
  const [first, last] = [born[0], born[born.length - 1]];
  const rates = measures.map((measure) => born.map((count, k) => count / measure[k]));
  return first - last >= beyondChance * Math.sqrt(first + last) && [born, ...rates].every(getsLess);
}

function getsLess(rates: readonly number[]): boolean {
  const isLess = (rate: number, k: number) => rate <= ofTheOneBefore * rates[k];
  return rates.slice(1).every(isLess) && rates[rates.length - 1] <= ofTheFirst * rates[0];
}

/**
 * A pile that gains less from interval to interval may end by itself: it is not confirmed, whatever owns it. A container
 * that will hardly gain any more at this pace is nearly full.
 */
export function doubtIfSlowing(finding: GrowthFinding, intervals: readonly Interval[]): GrowthFinding {
  const measures = measuresOf(intervals);
  const slow = gainsOf(finding).find((gains) => isSlowing(gains, measures));
  if (slow === undefined) return finding;
  const isNearlyFull = remainderOf(slow) <= nearlyFull * (entriesOf(finding)?.at(-1) ?? 0);
  return { ...finding, confirmed: false, slowing: true, ...(isNearlyFull ? { nearlyFull: true } : {}) };
}

/** What is still to come if each interval goes on to bring less than the one before by the worst share that was seen. */
function remainderOf(gains: readonly number[]): number {
  const share = Math.max(...gains.slice(1).map((gain, k) => gain / gains[k]));
  return (Math.max(0, gains[gains.length - 1]) * share) / (1 - share);
}

/** The entries of a container at each capture, where they are counted. */
function entriesOf(finding: GrowthFinding): readonly number[] | undefined {
  if (finding.shape === 'pile')
    return gainedEntries(finding.container) ? finding.container.entries : undefined;
  return finding.table?.isCounted ? finding.table.entries : undefined;
}

/**
 * What was gained in each interval: of a container what is born in it and lives, and by how much it became larger, which
 * is less where it also lets go; else members of the group.
 */
function gainsOf(finding: GrowthFinding): Array<readonly number[]> {
  const entries = entriesOf(finding);
  const larger = entries === undefined ? [] : [entries.slice(1).map((count, k) => count - entries[k])];
  return finding.shape === 'pile' ? [bornIn(finding), ...larger] : larger;
}

function bornIn({ container, piles: [{ group, residue }] }: PileFinding): readonly number[] {
  if (gainedEntries(container)) return container.born.slice(1);
  return residue ? [] : [...group.births.slice(1)];
}

/** What was done in each interval, and how long it lasted, where that is known of all of them. */
function measuresOf(intervals: readonly Interval[]): Array<readonly number[]> {
  const isKnown = (measure: ReadonlyArray<number | undefined>): measure is number[] =>
    measure.every((amount) => amount !== undefined);
  const measures = [intervals.map(({ operations }) => operations), intervals.map(({ duration }) => duration)];
  return measures.filter(isKnown);
}
