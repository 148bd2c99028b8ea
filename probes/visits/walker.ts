import type { ClosedThings } from './closed-things.ts';
import type { Frontier } from './frontier.ts';
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
}

interface Label {
  readonly scope?: number;
  readonly file?: string;
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
  limits: WalkLimits,
): Walker {
  let leftToOpen = 0;

  const tell = (place: Place, until: number): unknown => {
    const { id, kind, path, size } = place;
    if (size === undefined) return undefined;
    place.first ??= size;
    const isLarger = size > place.first && Date.now() < until;
    const entries = isLarger ? newest(place, places.valueAt(place)) : {};
    const name = place.told ? {} : { kind, path };
    place.told = true;
    return { id, size, ...name, ...entries };
  };

  return {
    begin() {
      frontier.begin();
      closed.begin();
      places.begin();
      leftToOpen = limits.beside;
    },
    walk(values, given) {
      const all = JSON.parse(given) as WalkRoot[];
      const until = Date.now() + limits.time;
      let left = limits.objects;
      for (let i = 0; i < all.length; i += 1) {
        roots.add(values[i], all[i]!);
        left -= frontier.lookAtAll(look, i + 1 < all.length ? left >> 1 : left, until);
      }
    },
    unopened: closed.nextBatch,
    open(at, values, labels) {
      const met = closed.inBatch(at);
      if (met === undefined) return;
      const owner = met.value as object;
      const id = closed.idOf(owner);
      const given = JSON.parse(labels) as Label[];
      for (let i = 0; i < given.length; i += 1) {
        const { scope, file = '', name } = given[i]!;
        const value = values[i];
        if (name !== undefined) {
          frontier.below(met, `.${name}`, value, { holder: undefined, key: `private ${id}:${name}` });
          if (typeof value === 'string' && value.length >= leastBytes) closed.askAgain(owner);
          continue;
        }
        const path: WalkedStep[] = [['', file, 'module']];
        roots.add(roots.variablesOf(value), { path, scope: `function ${id}:${scope}` }, owner);
      }
      const begun = Date.now();
      frontier.lookAtAll(look, limits.objects >> 3, begun + leftToOpen);
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
