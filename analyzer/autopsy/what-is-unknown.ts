import type { LikelyHolder } from '../../format/autopsy.ts';
import { duration } from '../../format/quantities.ts';
import type { Cause } from './cause-of-death.ts';
import { ageOf, type EndedLife, isSeen, spanSeen } from './lives.ts';

/** What the evidence about a death cannot tell, in words. */
export function unknownAbout(
  life: EndedLife,
  cause: Cause,
  holder: LikelyHolder | undefined,
): readonly string[] {
  const { known, samples, end } = life;
  const age = ageOf(life);
  return [
    ...(cause.cause === 'unknown' ? ['how it ended: no signal, exit code or message'] : []),
    ...(cause.cause === 'killed' && end?.reason === undefined
      ? [
          end?.signal === undefined
            ? 'whether a signal from outside or a crash of its own ended it'
            : 'who sent the signal, and why',
        ]
      : []),
    ...(cause.cause === 'crash' ? ['why it crashed: its own message may tell'] : []),
    ...(samples.length < 2 ? ['how its memory grew: there are no samples of this life'] : []),
    ...(samples.length >= 2 && !known.has('heapUsed') && cause.cause !== 'heap-limit'
      ? ['which part grew: the samples do not tell the JavaScript heap from the rest']
      : []),
    ...(samples.length >= 2 && age !== undefined && !isSeen(life)
      ? [`how its memory grew: its samples cover only ${duration(spanSeen(life))} of ${duration(age)}`]
      : []),
    ...(age === undefined ? ['how old it became'] : []),
    ...(holder === undefined ? ['who held the memory'] : []),
  ];
}
