import type { Reading } from './reading.ts';

/** A number that stands beside a container and may limit it, by its name. */
export interface LimitBeside {
  readonly name: string;
  readonly value: number;
}

export type LimitsBeside = ReturnType<typeof makeLimitsBeside>;

/** What limits a container, by the names of numbers that are beside it: properties, private fields and variables. */
export function makeLimitsBeside({ isReadable, read, lengthOf }: Reading) {
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
  /** Among the variables of a scope, whose names say of what: `MAX_SESSIONS` is beside `sessions`. */
  const isNamedFor = (name: string, container: string): boolean => {
    const stem = plain(container).replace(/s$/, '');
    return stem.length >= shortestStem && /max|limit|capacity/i.test(name) && plain(name).includes(stem);
  };
  /** @param container the name of the variable that they are beside */
  const amongVariables = (
    variables: object,
    keys: readonly PropertyKey[],
    container: PropertyKey,
  ): LimitBeside[] => {
    const found: LimitBeside[] = [];
    for (const key of keys) {
      const name = String(key);
      if (!known.has(plain(name)) && !isNamedFor(name, String(container))) continue;
      const value = read(variables, key);
      if (isCount(value)) found.push({ name, value });
    }
    return found;
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
  const isLimit = (owner: object, { name, value }: LimitBeside): boolean =>
    known.has(plain(name)) || (lengths.get(owner)?.has(value) ?? false);
  const of = (owner: unknown): LimitBeside[] => {
    if (!isReadable(owner)) return [];
    const found = (ofFields.get(owner) ?? []).filter((field) => isLimit(owner, field));
    for (const name of names) {
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

  return { amongVariables, noteField, of, tightest };
}
