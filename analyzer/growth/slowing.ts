import type { Interval } from '../../format/report.ts';
import { type GrowthFinding, gainedEntries, type PileFinding, type SlotFinding } from './find-growth.ts';

/** Each interval must bring at most this share of the one before, and the last at most that of the first. */
const ofTheOneBefore = 0.85;
const ofTheFirst = 0.55;
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

/** A pile that gains less from interval to interval may end by itself: it is not confirmed, whatever owns it. */
export function doubtIfSlowing(finding: GrowthFinding, intervals: readonly Interval[]): GrowthFinding {
  if (!isSlowing(gainsOf(finding), measuresOf(intervals))) return finding;
  return { ...finding, confirmed: false, slowing: true };
}

/** What was gained in each interval: entries of the container where there is one, else members of the group. */
function gainsOf(finding: GrowthFinding): readonly number[] {
  return finding.shape === 'pile' ? gainsOfPile(finding) : gainsOfTable(finding);
}

function gainsOfTable({ table }: SlotFinding): readonly number[] {
  if (table === undefined || !table.isCounted) return [];
  return table.entries.slice(1).map((count, k) => count - table.entries[k]);
}

function gainsOfPile({ container, piles: [{ group, residue }] }: PileFinding): readonly number[] {
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
