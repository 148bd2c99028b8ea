import type { Classes } from './classes.ts';
import type { Places } from './places.ts';
import type { Reading } from './reading.ts';
import type { WalkedStep } from './walked.ts';

/** The object that holds a container, and by which properties. */
export interface CountedOwner {
  readonly value: object;
  readonly keys: readonly PropertyKey[];
}

/** What a census knows of places, and adds to them. */
export interface CountedRegistry {
  keysOf(value: object): readonly PropertyKey[];
  /** The value of an own data property. */
  read(value: object, key: PropertyKey): unknown;
  isPlain(value: object): boolean;
  isKnown(value: object): boolean;
  /** Measured from now on. It gets its name if a walk meets it. */
  add(kind: string, value: object, owner: CountedOwner | undefined): void;
}

/** Lends a census the walker's ways to read, and the places that the walker measures. */
export function makeRegistry(
  { isReadable, read, keysOf }: Reading,
  { classOf, kindOf, edgeOf, isPlain }: Classes,
  { isKnown, addUnnamed }: Places,
): CountedRegistry {
  return {
    keysOf: (value) => (isReadable(value) ? keysOf(value) : []),
    read: (value, key) => (isReadable(value) ? read(value, key) : undefined),
    isPlain,
    isKnown,
    add(kind, value, owner) {
      let at = owner?.value ?? value;
      const path: WalkedStep[] = [['(census)', classOf(at), kindOf(at)]];
      for (const key of owner?.keys ?? []) {
        at = read(at, key) as object;
        path.push([edgeOf(key), classOf(at), kindOf(at)]);
      }
      addUnnamed(kind, value, path);
    },
  };
}
