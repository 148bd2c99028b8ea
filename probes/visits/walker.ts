import type { ClosedThings } from './closed-things.ts';
import type { CountedRegistry } from './counted-registry.ts';
import type { Frontier } from './frontier.ts';
import type { LimitsBeside } from './limits-beside.ts';
import type { NewestEntries } from './newest-entries.ts';
import type { Place, Places } from './places.ts';
import type { Roots } from './roots.ts';
import type { Sizes } from './sizes.ts';
import type { Met, WalkedStep, WalkLimits, WalkRoot } from './walked.ts';

/** The part of a visit that runs inside the target. */
export interface Walker {
  /** Begins a visit. */
  begin(): void;
  walk(values: readonly unknown[], roots: string): void;
  /** Functions and instances that the inspector must open for it, the likeliest first. */
  unopened(): readonly unknown[];
  /** What the inspector says about number `at` of them. */
  open(at: number, values: readonly unknown[], labels: string): void;
  /** The sizes now, as text. */
  measure(): string;
  /** For a census, which counts containers that no walk has met. */
  readonly registry: CountedRegistry;
}

interface Label {
  readonly scope?: number;
  readonly file?: string;
  readonly rank?: number;
  readonly name?: string;
}

/** What it met is known to it alone and kept weakly, so that it dies when the program drops it. */
export function makeWalker(
  { leastBytes }: Sizes,
  places: Places,
  frontier: Frontier,
  closed: ClosedThings,
  look: (met: Met) => void,
  roots: Roots,
  newest: NewestEntries,
  registry: CountedRegistry,
  limitsBeside: LimitsBeside,
  limits: WalkLimits,
): Walker {
  // What a root leaves of its share of objects and of time is for those after it. The last ones are what a method works on.
  const sharingRoots = 4;
  /** Looks of a walk that take 2 ms at most. What the clock says may be the time of other processes. */
  const looksInAnyCase = 512;

  let walks = 0;
  let leftToOpen = 0;

  const tell = (place: Place, until: number): unknown => {
    const { id, kind, path, size, walk } = place;
    if (size === undefined) return undefined;
    place.first ??= size;
    const isLarger = size > place.first && Date.now() < until;
    const entries = isLarger ? newest(place, places.valueAt(place)) : {};
    const name = place.told ? {} : { kind, path };
    place.told = true;
    return { id, size, ...name, ...entries, ...(walk === undefined ? {} : { stop: walk }) };
  };

  return {
    registry,
    begin() {
      walks = 0;
      frontier.begin();
      closed.begin();
      places.begin();
      leftToOpen = limits.beside;
    },
    walk(values, given) {
      walks += 1;
      places.walkedBy(walks);
      const all = JSON.parse(given) as WalkRoot[];
      const until = Date.now() + limits.time;
      let left = limits.objects;
      let inAnyCase = looksInAnyCase;
      for (let i = 0; i < all.length; i += 1) {
        const sharers = Math.min(sharingRoots, all.length - i);
        const now = Date.now();
        roots.add(values[i], all[i]!);
        const latest = now + (until - now) / sharers;
        const share = Math.ceil(inAnyCase / sharers);
        const looked = frontier.lookAtAll(look, Math.ceil(left / sharers), latest, share);
        left -= looked;
        inAnyCase = Math.max(0, inAnyCase - looked);
      }
      frontier.takeUpRest();
      frontier.lookAtAll(look, left, until, inAnyCase);
    },
    unopened: closed.nextBatch,
    open(at, values, labels) {
      const met = closed.inBatch(at);
      if (met === undefined) return;
      places.walkedBy(undefined);
      const owner = met.value as object;
      const id = closed.idOf(owner);
      const given = JSON.parse(labels) as Label[];
      for (let i = 0; i < given.length; i += 1) {
        const { scope, file = '', rank = met.rank, name } = given[i]!;
        const value = values[i];
        if (name !== undefined) {
          limitsBeside.noteField(owner, name, value);
          frontier.below(met, `.${name}`, value, { holder: undefined, key: `private ${id}:${name}` });
          if (typeof value === 'string' && value.length >= leastBytes) closed.askAgain(owner);
          continue;
        }
        const path: WalkedStep[] = [['', file, 'module']];
        roots.add(roots.variablesOf(value), { path, rank, scope: `function ${id}:${scope}` }, owner);
      }
      const begun = Date.now();
      frontier.lookAtAll(look, limits.objects >> 3, begun + leftToOpen, looksInAnyCase);
      leftToOpen = Math.max(0, leftToOpen - (Date.now() - begun));
    },
    measure() {
      const until = Date.now() + limits.beside;
      const told: unknown[] = [];
      for (const place of places.all) {
        places.measure(place, until);
        const measured = tell(place, until);
        if (measured !== undefined) told.push(measured);
      }
      // Nothing of the program is kept until the next visit.
      closed.forget();
      frontier.begin();
      return JSON.stringify(told);
    },
  };
}
