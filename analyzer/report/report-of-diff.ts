import { bytes, count, counted } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import { acceptKnown } from './accept-known.ts';
import type { Change, ReportDiff } from './compare-reports.ts';

/**
 * A difference as a report of what is worse, for the formats that know only reports: what was there before at this rate
 * is accepted, and so is growth outside the heap that was there before.
 */
export function reportOfDiff(after: Report, diff: ReportDiff): Report {
  const faster = new Map(diff.faster.map((change) => [change.fingerprint, change]));
  const known = new Map([...diff.slower, ...diff.same].map((change) => [change.fingerprint, change]));
  const report = acceptKnown(
    after,
    ({ fingerprint }) => {
      const sped = faster.get(fingerprint);
      if (sped !== undefined) return { faster: `faster than before: ${ratesOf(sped)}` };
      const same = known.get(fingerprint);
      return same === undefined ? undefined : { accepted: `it was there before: ${ratesOf(same)}` };
    },
    'was there before',
  );
  const { verdict } = report;
  if (diff.worse || verdict.outcome !== 'growth') return report;
  return {
    ...report,
    verdict: { ...verdict, outcome: 'none', sentence: `same as before: ${verdict.sentence}` },
  };
}

function ratesOf({ unit, before, after }: Change): string {
  const [measure, per] = unit.split(' per ');
  return measure === 'bytes'
    ? `${bytes(after)} per ${per}, before ${bytes(before)}`
    : `${counted(after, 'object')} per ${per}, before ${count(before)}`;
}
