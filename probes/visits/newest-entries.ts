import type { Classes } from './classes.ts';
import type { EntryTime, EntryTimes } from './entry-times.ts';
import type { LimitBeside, LimitsBeside } from './limits-beside.ts';
import type { LinkedLists } from './linked-lists.ts';
import type { Place, Places } from './places.ts';
import type { Reading } from './reading.ts';

/** What is told of the entries of a place that grew. */
export interface Entries {
  readonly entry?: string;
  readonly bytes?: number;
  /** If they are weak references: whether the oldest one still has its target. */
  readonly weak?: 'alive' | 'gone';
  /** When the oldest one is to leave, by its own word. */
  readonly leaves?: EntryTime;
  /** What may limit the place. */
  readonly limit?: LimitBeside;
}

export type NewestEntries = ReturnType<typeof makeNewestEntries>;

/** What was put into a place last: its class, and about how many bytes one entry takes. */
export function makeNewestEntries(
  reading: Reading,
  { classOf }: Classes,
  { isLink }: LinkedLists,
  { isKnown }: Places,
  limits: LimitsBeside,
  leavesAt: EntryTimes,
) {
  const { isMap, isSet, isObject, isProxy, isBinary, read, keysOf, weakness } = reading;
  const { lengthOf, sizeOfMap, sizeOfSet, byteLengthOf, eachOfMap, eachOfSet } = reading;
  const asked = 6;
  const mostIterated = 500;
  const mostOfEntry = 60;

  /** A list of Node's timers begins with the one that was started last. */
  const newestTimerOf = (list: object): unknown => read(list, '_idleNext');
  const oldestTimerOf = (list: object): unknown => read(list, '_idlePrev');
  const newestOf = ({ kind }: Place, value: object): unknown[] => {
    const found: unknown[] = [];
    if (kind === 'array') {
      const length = lengthOf(value);
      for (let i = Math.max(0, length - asked); i < length; i += 1) found.push(read(value, String(i)));
    } else if (kind === 'map') {
      const enough = Math.min(sizeOfMap(value), mostIterated);
      eachOfMap(value, enough, (each, _, at) => at >= enough - asked && found.push(each));
    } else if (kind === 'set') {
      const enough = Math.min(sizeOfSet(value), mostIterated);
      eachOfSet(value, enough, (each, at) => at >= enough - asked && found.push(each));
    } else if (kind === 'dictionary') {
      const keys = keysOf(value);
      for (let i = Math.max(0, keys.length - asked); i < keys.length; i += 1)
        found.push(read(value, keys[i]!));
    } else if (kind === 'linked-list') found.push(newestTimerOf(value) ?? value);
    return found;
  };
  const oldestOf = ({ kind }: Place, value: object): unknown => {
    let found: unknown;
    if (kind === 'map') eachOfMap(value, 1, (each) => (found = each));
    else if (kind === 'set') eachOfSet(value, 1, (each) => (found = each));
    else if (kind === 'array') found = read(value, '0');
    else if (kind === 'linked-list') found = oldestTimerOf(value);
    else if (kind === 'dictionary') found = read(value, keysOf(value)[0] ?? '');
    return found;
  };
  const mostCommonClass = (values: readonly unknown[]): string => {
    const counts = new Map<string, number>();
    for (const each of values) counts.set(classOf(each), (counts.get(classOf(each)) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
  };

  const ownBytes = (value: unknown): number => {
    if (typeof value === 'string') return 16 + value.length;
    if (!isObject(value)) return 8;
    if (isProxy(value)) return 32;
    if (typeof value === 'function') return 64 + 48;
    if (isBinary(value)) return 128 + byteLengthOf(value);
    if (isMap(value)) return 64 + 40 * sizeOfMap(value);
    if (isSet(value)) return 64 + 24 * sizeOfSet(value);
    return 24;
  };
  const addParts = (value: object, pending: unknown[]): void => {
    if (isProxy(value) || typeof value === 'function' || isBinary(value)) return;
    if (Array.isArray(value) && lengthOf(value) > mostOfEntry) return;
    const keys = keysOf(value);
    for (let k = 0; k < keys.length && k < mostOfEntry; k += 1)
      if (!isLink(keys[k]!)) pending.push(read(value, keys[k]!));
  };
  /** What several entries lead to is shared, and not counted. */
  const bytesOfEntry = (entries: readonly unknown[]): number => {
    const reachedBy = new Map<object, number>();
    let bytes = 0;
    for (let at = 0; at < entries.length; at += 1) {
      const pending: unknown[] = [entries[at]];
      for (let i = 0; i < pending.length && i < mostOfEntry; i += 1) {
        const value = pending[i];
        if (!isObject(value)) {
          bytes += 8 + ownBytes(value);
          continue;
        }
        const by = reachedBy.get(value);
        if (by !== undefined && by !== at) reachedBy.set(value, -1);
        if (by !== undefined) continue;
        reachedBy.set(value, at);
        if (i === 0 || !isKnown(value)) addParts(value, pending);
      }
    }
    for (const [value, at] of reachedBy) if (at >= 0) bytes += 8 + ownBytes(value);
    return Math.round(bytes / Math.max(1, entries.length));
  };

  const limitOf = ({ owners, limits: beside, size = 0, path }: Place, value: object) => {
    const name = path[path.length - 1]?.[0] ?? '';
    const all = beside.filter((limit) => limits.isNamedFor(limit, name));
    all.push(...limits.of(value, size));
    for (const owner of owners) all.push(...limits.of(owner.deref(), size));
    return limits.tightest(all, size);
  };

  return (place: Place, value: unknown): Entries => {
    const entries = isObject(value) ? newestOf(place, value) : [];
    if (entries.length === 0) return {};
    const entry = mostCommonClass(entries);
    const oldest = oldestOf(place, value as object);
    const weak = entry === 'WeakRef' ? weakness(oldest) : undefined;
    const leaves = leavesAt(entries, oldest, Date.now());
    const limit = limitOf(place, value as object);
    return {
      ...{ entry, bytes: bytesOfEntry(entries) },
      ...(weak === undefined ? {} : { weak }),
      ...(leaves === undefined ? {} : { leaves }),
      ...(limit === undefined ? {} : { limit }),
    };
  };
}
