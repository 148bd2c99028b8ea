import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { EpochMillis, Millis } from '../format/units.ts';
import { UserError } from '../format/user-error.ts';
import type { Store } from './store.ts';

/** The right to do something that only so many may do at once. */
export interface Turn {
  /** Lets the next one have it. */
  end(): Promise<void>;
}

export interface TurnsRequest {
  /** What they are for, as words of a key. */
  readonly name: string;
  /** How many may have one at the same time. */
  readonly atOnce: number;
  /** Who has not ended its turn by then is taken for dead. */
  readonly length: Millis;
}

/** Clocks of hosts differ. */
const clockDrift: Millis = 30_000;
/** The names of generations sort as their numbers do. */
const digits = 10;

const contentShape = v.object({ holder: v.string(), until: v.number() });

interface Generation {
  readonly slot: number;
  readonly number: number;
}

/**
 * Locks with an end, in a store that knows no locks. Each place has one object for each turn, numbered without gaps: who
 * creates the next number, which only one can, has the place. The last one is never removed, only ended in place, so that
 * nobody can create a number again.
 */
export class Turns {
  readonly #store: Store;
  readonly #request: TurnsRequest;
  #isChecked = false;

  constructor(store: Store, request: TurnsRequest) {
    this.#store = store;
    this.#request = request;
  }

  /** @returns when it is worth while to ask again, if all are taken */
  async take(now: EpochMillis = Date.now()): Promise<Turn | EpochMillis> {
    await this.#requireConditions();
    const last = lastOfEach(await this.#generations());
    const ends: EpochMillis[] = [];
    for (let slot = 0; slot < this.#request.atOnce; slot += 1) {
      const known = last.get(slot) ?? 0;
      const until = known === 0 ? 0 : await this.#endOf({ slot, number: known });
      if (until === undefined || until > now) ends.push(until ?? now);
      else {
        const turn = await this.#begin({ slot, number: known + 1 }, now);
        if (turn !== undefined) return turn;
      }
    }
    // If another was faster everywhere, it has just begun.
    return ends.length === 0 ? now + this.#request.length : Math.min(...ends);
  }

  async #begin(generation: Generation, now: EpochMillis): Promise<Turn | undefined> {
    const { length } = this.#request;
    const key = this.#keyOf(generation);
    const holder = randomUUID();
    const content = (until: EpochMillis) => JSON.stringify({ holder, until });
    if (!(await this.#store.putNew(key, content(now + length + clockDrift)))) return undefined;
    const others = (await this.#generations()).filter(({ slot }) => slot === generation.slot);
    // Others had this place meanwhile, and removed the number that we have created again.
    if (others.some(({ number }) => number > generation.number)) {
      await this.#store.remove(key);
      return undefined;
    }
    for (const other of others)
      if (other.number < generation.number) await this.#store.remove(this.#keyOf(other));
    return { end: () => this.#store.put(key, content(0)) };
  }

  /** @returns undefined if it is being removed */
  async #endOf(generation: Generation): Promise<EpochMillis | undefined> {
    const text = await this.#store.get(this.#keyOf(generation));
    if (text === undefined) return undefined;
    try {
      return v.parse(contentShape, JSON.parse(String(text))).until;
    } catch {
      // Nobody can tell whose it is; it must not be taken forever.
      return 0;
    }
  }

  async #generations(): Promise<readonly Generation[]> {
    const keys = await this.#store.list(`locks/${this.#request.name}/`);
    return keys.flatMap((key) => {
      const [, slot, number] = /\/(\d+)\/(\d+)$/.exec(key) ?? [];
      return slot === undefined || number === undefined
        ? []
        : [{ slot: Number(slot), number: Number(number) }];
    });
  }

  #keyOf({ slot, number }: Generation): string {
    return `locks/${this.#request.name}/${slot}/${String(number).padStart(digits, '0')}`;
  }

  /** A server that does not know conditions writes whatever it is told, and everybody would have a turn. */
  async #requireConditions(): Promise<void> {
    if (this.#isChecked) return;
    const key = 'locks/conditions';
    await this.#store.putNew(key, '');
    if (await this.#store.putNew(key, ''))
      throw new UserError(
        'store-failed',
        `the store ${this.#store.place} does not know conditional writes, so that it can hold no locks`,
        'use a server that knows If-None-Match, or leave out the option that needs turns',
      );
    this.#isChecked = true;
  }
}

function lastOfEach(generations: readonly Generation[]): ReadonlyMap<number, number> {
  const last = new Map<number, number>();
  for (const { slot, number } of generations) last.set(slot, Math.max(number, last.get(slot) ?? 0));
  return last;
}
