import type { Suspect } from '../../format/suspect.ts';
import { buildLimits } from '../../judgement/parameters/builds.ts';
import type { Change, ReportDiff } from '../report/compare-reports.ts';

/** What the head has that the base has not, by a recording of each: what is new first, then what grows faster. */
export interface Reasons {
  readonly fresh: readonly Suspect[];
  readonly faster: readonly Change[];
}

/**
 * The measures have shown that there is a difference, so a rate that is a little higher is named here too, which two
 * recordings alone would call the same.
 */
export function reasonsOf({ new: fresh, faster, same }: ReportDiff): Reasons {
  const slightly = same.filter(({ before, after }) => after > before * (1 + buildLimits.sureShare));
  const all = [...faster, ...slightly].sort((a, b) => b.after / b.before - a.after / a.before);
  return { fresh, faster: all };
}
