import { alone, placesOf, withPlaces } from '../../analyzer/report/places-of-growth.ts';
import { fits, type SuspectRule } from '../../analyzer/report/suspect-rule.ts';
import { isOneValue } from '../../analyzer/report/suspect-words.ts';
import { bytes, count, counted } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Bytes } from '../../format/units.ts';
import { leakTestLimits } from '../../judgement/parameters/leak-test.ts';
import type { Allowed, LeakTest } from './options.ts';

/** A suspect that does not fail the test, with the reason in words. */
export interface AllowedSuspect {
  readonly suspect: Suspect;
  readonly reason: string;
}

export interface ToldApart {
  readonly leaks: readonly Suspect[];
  readonly allowed: readonly AllowedSuspect[];
}

const { evenRates, enoughSurvivors } = leakTestLimits;

export function tellApart(report: Report, { budget, allow }: LeakTest): ToldApart {
  const leaks: Suspect[] = [];
  const allowed: AllowedSuspect[] = [];
  const operations = report.intervals.map((interval) => interval.operations ?? 0);
  for (const suspect of report.suspects) {
    const reasons = new Map(
      placesOf(suspect).map((place) => [
        place,
        notByOperation(place, operations) ?? within(budget, place, operations) ?? named(allow, place),
      ]),
    );
    const leak = withPlaces(suspect, (place) => reasons.get(place) === undefined);
    if (leak !== undefined) leaks.push(leak);
    for (const [place, reason] of reasons) {
      if (reason !== undefined) allowed.push({ suspect: alone(place), reason });
    }
  }
  return { leaks, allowed };
}

/** The same amount in intervals of the same length, of which one had three times the operations. */
function notByOperation({ kind, survivors }: Suspect, operations: readonly number[]): string | undefined {
  const born = survivors.counts.slice(1);
  const total = born.reduce((sum, part) => sum + part, 0);
  if (isOneValue(kind) || kind === 'buffer' || total < enoughSurvivors) return undefined;
  const rates = born.map((survived, interval) => survived / operations[interval]);
  if (Math.min(...rates) >= evenRates * Math.max(...rates)) return undefined;
  return `it does not grow with the operations: ${born.map(count).join(' / ')} in intervals of ${operations.map(count).join(' / ')}`;
}

function within(
  budget: LeakTest['budget'],
  suspect: Suspect,
  operations: readonly number[],
): string | undefined {
  if (budget.objects === undefined && budget.bytes === undefined) return undefined;
  const objects = suspect.growth.objectsPerOperation ?? 0;
  const size = bytesPerOperation(suspect, operations);
  if (objects > (budget.objects ?? Number.POSITIVE_INFINITY)) return undefined;
  if (size > (budget.bytes ?? Number.POSITIVE_INFINITY)) return undefined;
  return `within the budget: ${counted(objects, 'object')} and ${bytes(size)} per operation`;
}

export function bytesPerOperation({ survivors }: Suspect, operations: readonly number[]): Bytes {
  const born = survivors.bytes.slice(1).reduce((sum, part) => sum + part, 0);
  return born / operations.reduce((sum, part) => sum + part, 0);
}

/** Why the test allows it, in words. */
export function named(allow: Allowed, suspect: Suspect): string | undefined {
  if (allow.kinds?.includes(suspect.kind)) return `allowed: kind ${suspect.kind}`;
  const rule = rulesOf(allow).find((candidate) => fits(candidate, suspect));
  return rule === undefined ? undefined : `allowed: ${rule.by} ${rule.matches}`;
}

function rulesOf({ fingerprints = [], paths = [], packages = [] }: Allowed): SuspectRule[] {
  const rules = (by: SuspectRule['by'], list: readonly string[]) =>
    list.map((matches, index): SuspectRule => ({ list: 'suppress', index, by, matches, reason: 'allowed' }));
  return [...rules('fingerprint', fingerprints), ...rules('path', paths), ...rules('package', packages)];
}
