import { placesOf } from '../../analyzer/report/places-of-growth.ts';
import type { Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import { UserError } from '../../format/user-error.ts';

/** What the configuration set aside can be explained too: its reason stands beside it. */
export function suspectsOf({ suspects, suppressed = [] }: Report): readonly Suspect[] {
  return [...suspects, ...suppressed.map(({ suspect }) => suspect)];
}

export function noSuspects({ verdict }: Report): UserError {
  return new UserError('no-such-suspect', `there are no suspects: ${verdict.sentence}`, 'nothing to explain');
}

/** Of several heaps, the worst one in which the suspect grows: its intervals are those of the suspect. */
export function reportWith(report: Report, { fingerprint }: Suspect): Report {
  const holds = ({ suspects, suppressed = [] }: Report) =>
    [...suspects, ...suppressed.map(({ suspect }) => suspect)].some(
      (each) => each.fingerprint === fingerprint,
    );
  return report.heaps?.find((heap) => holds(heap.report))?.report ?? report;
}

/**
 * The suspect with this fingerprint, or with these first digits of one.
 * @throws UserError `no-such-suspect`
 */
export function findSuspect(report: Report, prefix: string): Suspect {
  const suspects = suspectsOf(report);
  const matches = suspects.filter((suspect) =>
    placesOf(suspect).some(({ fingerprint }) => fingerprint.startsWith(prefix.toLowerCase())),
  );
  if (matches.length === 1) return matches[0];
  if (suspects.length === 0) throw noSuspects(report);
  const known = (matches.length > 1 ? matches : suspects).map(
    ({ fingerprint, title }) => `${fingerprint} (${title})`,
  );
  throw new UserError(
    'no-such-suspect',
    matches.length > 1
      ? `${prefix} fits several suspects`
      : `no suspect has a fingerprint that begins with ${prefix}`,
    `name one of: ${known.join(', ')}`,
  );
}
