import type { SuppressedSuspect } from '../../format/known-suspect.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { verdictWithout } from './set-aside.ts';

/** What an earlier run says of a suspect that it had too. */
export type Known = { readonly accepted: string } | { readonly faster: string };

/**
 * The report without what was there before at the same rate or a higher one. What became faster stays, and says so.
 * @param known what the earlier run says, in words; undefined for what it did not have
 * @param by what accepts it, for the verdict: `the baseline accepts`
 */
export function acceptKnown(
  report: Report,
  known: (suspect: Suspect) => Known | undefined,
  by: string,
): Report {
  const suppressed: SuppressedSuspect[] = [];
  const suspects: Suspect[] = [];
  for (const suspect of report.suspects) {
    const word = known(suspect);
    if (word === undefined) suspects.push(suspect);
    else if ('faster' in word) suspects.push({ ...suspect, evidence: [word.faster, ...suspect.evidence] });
    else suppressed.push(asAccepted(suspect, word.accepted));
  }
  return {
    ...report,
    verdict: verdictWithout(report, suspects, by),
    suspects,
    suppressed: [...(report.suppressed ?? []), ...suppressed],
  };
}

function asAccepted(suspect: Suspect, reason: string): SuppressedSuspect {
  return { suspect, list: 'baseline', reason, by: 'fingerprint', matches: suspect.fingerprint };
}
