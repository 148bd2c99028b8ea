import type { Reading } from './reading.ts';

/** A number that stands beside a container and may limit it, by its name. */
export interface LimitBeside {
  readonly name: string;
  readonly value: number;
}

export type LimitsBeside = ReturnType<typeof makeLimitsBeside>;

/** What limits a container, by the names of numbers that are beside it: properties, private fields and variables. */
export function makeLimitsBeside({ isReadable, has, read, lengthOf }: Reading) {
  const words = [
    ...['max', 'maxSize', 'maxEntries', 'maxLength', 'maxItems', 'maxKeys', 'maxCount', 'maxCacheSize'],
    ...['limit', 'sizeLimit', 'capacity'],
  ];
  const names: string[] = [];
  for (const word of words) names.push(word, `_${word}`);
  const plain = (name: string): string => name.replace(/[^A-Za-z]/g, '').toLowerCase();
  const known = new Set<string>();
  for (const word of words) known.add(plain(word));
  const shortestStem = 3;
  const ofFields = new WeakMap<object, LimitBeside[]>();
  const lengths = new WeakMap<object, Set<number>>();

  const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isInteger(value);
  /** Of a variable that may limit some of those beside it. */
  const limitIn = (key: PropertyKey, value: unknown): LimitBeside | undefined => {
    const name = String(key);
    return isCount(value) && /max|limit|capacity/i.test(name) ? { name, value } : undefined;
  };
  /** Whether it is that of this variable: `max` is of any, `MAX_SESSIONS` of `sessions`. */
  const isNamedFor = ({ name }: LimitBeside, container: string): boolean => {
    const stem = plain(container).replace(/s$/, '');
    return known.has(plain(name)) || (stem.length >= shortestStem && plain(name).includes(stem));
  };
  /** A number of any name counts if a table is as long: it was made for so many entries. */
  const noteField = (owner: object, name: string, value: unknown): void => {
    if (Array.isArray(value)) {
      const tables = lengths.get(owner) ?? new Set();
      lengths.set(owner, tables.add(lengthOf(value)));
    }
    if (!isCount(value)) return;
    const fields = (ofFields.get(owner) ?? []).filter((field) => field.name !== name);
    ofFields.set(owner, [...fields, { name, value }]);
  };
  const isTable = (owner: object, length: number): boolean => lengths.get(owner)?.has(length) ?? false;
  /** @param size of the container that it owns: a table that is no longer only grows with it */
  const of = (owner: unknown, size: number): LimitBeside[] => {
    if (!isReadable(owner)) return [];
    const found = (ofFields.get(owner) ?? []).filter(
      ({ name, value }) => known.has(plain(name)) || (value > size && isTable(owner, value)),
    );
    for (const name of names) {
      if (!has(owner, name)) continue;
      const value = read(owner, name);
      if (isCount(value)) found.push({ name, value });
    }
    return found;
  };
  /** The tightest limit that a container of this size has not passed. What it has passed does not limit it. */
  const tightest = (limits: readonly LimitBeside[], size: number): LimitBeside | undefined => {
    let best: LimitBeside | undefined;
    for (const limit of limits)
      if (limit.value >= size && (best === undefined || limit.value < best.value)) best = limit;
    return best;
  };

  return { limitIn, isNamedFor, noteField, of, tightest };
}
