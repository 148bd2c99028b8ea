import type { SuppressedSuspect } from '../../format/known-suspect.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { alone, placesOf, withPlaces } from './places-of-growth.ts';
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
    const words = new Map(placesOf(suspect).map((place) => [place, known(place)]));
    const left = withPlaces(suspect, (place) => acceptedIn(words.get(place)) === undefined);
    const faster = [...words.values()].flatMap((word) =>
      word !== undefined && 'faster' in word ? [word.faster] : [],
    );
    if (left !== undefined) suspects.push({ ...left, evidence: [...faster, ...left.evidence] });
    for (const [place, word] of words) {
      const accepted = acceptedIn(word);
      if (accepted !== undefined) suppressed.push(asAccepted(alone(place), accepted));
    }
  }
  return {
    ...report,
    verdict: verdictWithout(report, suspects, by),
    suspects,
    suppressed: [...(report.suppressed ?? []), ...suppressed],
  };
}

function acceptedIn(word: Known | undefined): string | undefined {
  return word !== undefined && 'accepted' in word ? word.accepted : undefined;
}

function asAccepted(suspect: Suspect, reason: string): SuppressedSuspect {
  return { suspect, list: 'baseline', reason, by: 'fingerprint', matches: suspect.fingerprint };
}
