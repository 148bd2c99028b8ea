import { count, duration } from '../../format/quantities.ts';
import type { Visit } from '../../format/visit.ts';
import { confidenceWeights as weights } from '../../judgement/parameters/confidence.ts';
import { mostOverdue } from '../../judgement/parameters/levels.ts';
import type { Signal } from '../explain/growth-signals.ts';
import { type GrownPlace, spanOf } from './grown-places.ts';

/** What may end the growth of a place and was not reached while it was visited. */
export function endOf(grown: GrownPlace, visits: readonly Visit[]): Signal | undefined {
  const {
    proof: { reasons },
    place,
  } = grown;
  const texts = [
    ...(reasons.includes('below-limit') ? [limitText(grown, visits)] : []),
    ...(isExpiring(place, visits) ? [expiryText(grown, visits)] : []),
  ];
  return texts.length === 0 ? undefined : { weight: weights.boundBeside, text: texts.join('; ') };
}

/** Also if that is so long that nobody waits for it. */
function isExpiring({ leaves }: GrownPlace['place'], visits: readonly Visit[]): boolean {
  return leaves !== undefined && visits[visits.length - 1].at - leaves.at < mostOverdue;
}

function limitText(grown: GrownPlace, visits: readonly Visit[]): string {
  const { held, place } = grown;
  const { name, value } = place.limit!;
  const left = value - held[held.length - 1];
  const pace = (held[held.length - 1] - held[0]) / spanOf(grown, visits);
  const when = left > 0 ? `, which it reaches in ${duration(left / pace)}` : '';
  return `\`${name}\` is next to it: it may be a bounded container that is still filling, up to ${count(value)} entries${when}`;
}

function expiryText({ place }: GrownPlace, visits: readonly Visit[]): string {
  const { name, at } = place.leaves!;
  const left = at - visits[visits.length - 1].at;
  return left > 0
    ? `its entries expire: the \`${name}\` of the oldest is reached in ${duration(left)}`
    : `its entries expire: the \`${name}\` of the oldest was reached ${duration(-left)} ago, and it may be removed soon`;
}
