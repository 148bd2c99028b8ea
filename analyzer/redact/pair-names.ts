import type { Pseudonyms } from './pseudonyms.ts';
import { publicName } from './public-name.ts';

/** What V8 calls an entry of a WeakMap, with the names of key and value: names of strings are what they say. */
const pair =
  /^(\d+ \/ part of key \()(.*?)( @\d+\) -> value \()(.*)( @(\d+)\) pair in WeakMap \(table @\d+\))$/s;

/** The name of a pair without what a string in it says; the numbers that tie it to its objects stay. */
export function redactedPair(
  name: string,
  pseudonyms: Pseudonyms,
  isContentNode: (id: number) => boolean,
): string | undefined {
  const parts = pair.exec(name);
  if (parts === null) return name.includes(' pair in WeakMap (table @') ? pseudonyms.of(name) : undefined;
  const [, begin, key, middle, value, end] = parts;
  const valueId = Number(parts[6]);
  const keyId = Number(/@(\d+)/.exec(middle)?.[1]);
  const redacted = (text: string, id: number) =>
    isContentNode(id) ? pseudonyms.of(text) : publicName(text, pseudonyms);
  return begin + redacted(key, keyId) + middle + redacted(value, valueId) + end;
}

/** The ids of both objects of a pair. */
export function idsInPair(name: string): readonly number[] {
  const [, , , middle, , , value] = pair.exec(name) ?? [];
  return middle === undefined ? [] : [Number(/@(\d+)/.exec(middle)?.[1]), Number(value)];
}
