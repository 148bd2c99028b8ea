import type { CountedOwner, CountedRegistry } from './counted-registry.ts';
import type { NativeTypes } from './reading.ts';

/**
 * The part of a census that runs inside the target. As the walker, it is handed over as text and made in a realm of its
 * own, and runs no code of the program: it asks sizes of built-in containers, and the own keys of other objects.
 */

/** The budgets of one census. */
export interface CensusLimits {
  /** Containers with fewer entries are not large. */
  readonly leastEntries: number;
  /** Containers that are added to what is measured. */
  readonly added: number;
}

export interface CensusTaker {
  /**
   * Adds the largest containers among these to the walker's places.
   * @param time for so many milliseconds the keys of objects are counted, and for as many it is looked who holds them
   * @returns what it counted, as text
   */
  count(objects: readonly object[], time: number): string;
}

/** What a census counted. */
export interface Counted {
  readonly objects: number;
  /** Maps, Sets and arrays, of any size. */
  readonly containers: number;
  /** ArrayBuffers and what they take outside the heap. */
  readonly buffers: number;
  readonly bufferBytes: number;
  /** Objects whose keys nobody had time to count. */
  readonly skipped: number;
}

export function makeCensus(types: NativeTypes, registry: CountedRegistry, limits: CensusLimits): CensusTaker {
  type Large = { kind: string; value: object; size: number; owner: CountedOwner | undefined };

  const uncurried = (method: unknown) => Function.prototype.call.bind(method as () => unknown);
  const getterOf = (prototype: object, name: PropertyKey) =>
    uncurried(Object.getOwnPropertyDescriptor(prototype, name)!.get);
  const mapSize = getterOf(Map.prototype, 'size');
  const setSize = getterOf(Set.prototype, 'size');
  const bytesOfBuffer = getterOf(ArrayBuffer.prototype, 'byteLength');
  const bytesOfShared = getterOf(SharedArrayBuffer.prototype, 'byteLength');
  const { isArray } = Array;
  const { isView } = ArrayBuffer;

  /** An object of the program's classes has fewer. */
  const mostFields = 64;
  /** How often the clock is looked at. */
  const stride = 1_024;

  let large: Large[] = [];
  let least = limits.leastEntries;

  /** Never more than twice as many as are kept: of a million long arrays the longest count. */
  const add = (kind: string, value: object, size: number): void => {
    if (size < least || registry.isKnown(value)) return;
    large.push({ kind, value, size, owner: undefined });
    if (large.length >= 2 * limits.added) keepLargest();
  };
  const keepLargest = (): void => {
    large.sort((a, b) => b.size - a.size);
    if (large.length <= limits.added) return;
    large.length = limits.added;
    least = large[limits.added - 1]!.size;
  };
  const bytesOf = (buffer: object): number => {
    try {
      return Number(bytesOfBuffer(buffer));
    } catch {
      return Number(bytesOfShared(buffer));
    }
  };
  const isDictionary = (value: object, keys: number): boolean =>
    keys > mostFields || (keys >= least && registry.isPlain(value));

  /** The first object found that has one of them as a property; an EventEmitter has its listeners two steps below. */
  const findOwners = (objects: readonly object[], until: number): void => {
    const wanted = new Map<object, Large>();
    for (const each of large) wanted.set(each.value, each);
    const look = (owner: object, at: object, before: readonly PropertyKey[]): void => {
      const keys = registry.keysOf(at);
      if (keys.length > mostFields) return;
      for (const key of keys) {
        const held = registry.read(at, key);
        if (typeof held !== 'object' || held === null) continue;
        const found = wanted.get(held);
        if (found !== undefined) found.owner ??= { value: owner, keys: [...before, key] };
        else if (key === '_events' && !types.isProxy(held)) look(owner, held, [...before, key]);
      }
    };
    for (let i = 0; i < objects.length; i += 1) {
      if (i % stride === 0 && Date.now() > until) return;
      const value = objects[i]!;
      if (types.isProxy(value) || isArray(value) || isView(value)) continue;
      look(value, value, []);
    }
  };

  return {
    count(objects, time) {
      const until = Date.now() + time;
      let containers = 0;
      let buffers = 0;
      let bufferBytes = 0;
      let skipped = 0;
      let isLate = false;
      least = limits.leastEntries;
      for (let i = 0; i < objects.length; i += 1) {
        const value = objects[i]!;
        if (i % stride === 0) isLate = Date.now() > until;
        if (typeof value === 'function' || types.isProxy(value)) continue;
        const kind = isArray(value)
          ? 'array'
          : types.isMap(value)
            ? 'map'
            : types.isSet(value)
              ? 'set'
              : undefined;
        if (kind !== undefined) {
          containers += 1;
          add(
            kind,
            value,
            isArray(value) ? value.length : Number(kind === 'map' ? mapSize(value) : setSize(value)),
          );
        } else if (types.isAnyArrayBuffer(value)) {
          buffers += 1;
          bufferBytes += bytesOf(value);
        } else if (isLate) skipped += 1;
        else if (!isView(value)) {
          const keys = registry.keysOf(value).length;
          if (keys >= least && isDictionary(value, keys)) add('dictionary', value, keys);
        }
      }
      keepLargest();
      findOwners(objects, Date.now() + time);
      for (const { kind, value, owner } of large) registry.add(kind, value, owner);
      large = [];
      return JSON.stringify({ objects: objects.length, containers, buffers, bufferBytes, skipped });
    },
  };
}
