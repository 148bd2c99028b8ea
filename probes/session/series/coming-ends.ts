import type { Millis } from '../../../format/units.ts';
import type { Visit, VisitedPlace } from '../../../format/visit.ts';
import { visitLimits } from '../../../judgement/parameters/visits.ts';

interface Seen {
  readonly first: number;
  readonly last: VisitedPlace;
  readonly visits: number;
}

/**
 * The places that have been larger at each visit and may stop: at a limit that is beside them, or when their oldest entry
 * expires. To be there when it is reached tells a cache that fills from a leak.
 */
export class ComingEnds {
  #growing = new Map<number, Seen>();
  #visits: readonly Visit[] = [];

  add(visit: Visit): void {
    const growing = new Map<number, Seen>();
    for (const place of visit.places) {
      const before = this.#growing.get(place.id);
      if (before === undefined && this.#visits.length > 0) continue;
      if (before !== undefined && place.size <= before.last.size) continue;
      growing.set(place.id, {
        first: before?.first ?? place.size,
        last: place,
        visits: (before?.visits ?? 0) + 1,
      });
    }
    this.#growing = growing;
    this.#visits = [...this.#visits, visit];
  }

  /** Whether such an end is to come within this time. */
  isWithin(span: Millis): boolean {
    return [...this.#growing.values()].some((seen) => matters(seen) && this.#endsWithin(seen, span));
  }

  /** Whether weak references grow in number: those whose targets nobody holds leave when garbage is collected. */
  get waitsForCollection(): boolean {
    return [...this.#growing.values()].some((seen) => matters(seen) && seen.last.weak === 'alive');
  }

  #endsWithin({ first, last }: Seen, span: Millis): boolean {
    const { size, limit, leaves } = last;
    const [from, now] = [this.#visits[0]!.at, this.#visits[this.#visits.length - 1]!.at];
    const pace = (size - first) / Math.max(1, now - from);
    const isFullSoon = limit !== undefined && (limit.value - size) / pace <= span;
    return isFullSoon || (leaves !== undefined && leaves.at > now && leaves.at - now <= span);
  }
}

/** What would not be reported needs no decision. */
function matters({ first, last, visits }: Seen): boolean {
  const gained = (last.size - first) * (last.bytes ?? 0);
  return visits >= visitLimits.fewestVisits && gained >= visitLimits.leastBytes;
}
