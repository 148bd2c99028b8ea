import { count } from '../../../format/quantities.ts';
import { gainedPerEnd } from '../../../judgement/kinds/ends.ts';
import { confidenceWeights as weights } from '../../../judgement/parameters/confidence.ts';
import type { Course } from '../course.ts';
import type { Subject } from '../subject.ts';
import { gainsOf } from './judge-ends.ts';

/** How what grows compares with the number of sessions that ended, if a person knows it. */
export function perEndSignal(
  { finding }: Subject,
  { expectedEnds }: Course,
): { readonly weight: number; readonly text: string } | undefined {
  if (expectedEnds === undefined) return undefined;
  const gains = gainsOf(finding);
  if (gains.length === 0) return undefined;
  const ends = `${count(expectedEnds)} that end in each interval`;
  const whole = gainedPerEnd(gains, expectedEnds);
  if (whole === undefined) return { weight: 0, text: `its gain does not follow the ${ends}` };
  const stay = whole === 1 ? '1 object stays' : `${count(whole)} objects stay`;
  return { weight: weights.perEnd, text: `${stay} of each of the ${ends}` };
}
