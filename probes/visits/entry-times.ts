import type { Reading } from './reading.ts';

/** When an entry is to leave, by its own word. */
export interface EntryTime {
  readonly name: string;
  /** In milliseconds since 1970. */
  readonly at: number;
}

export type EntryTimes = ReturnType<typeof makeEntryTimes>;

/** The times at which entries of a container expire. */
export function makeEntryTimes({ isReadable, has, read, keysOf, prototypeOf }: Reading) {
  const mostKeys = 24;
  const timeout = '_idleTimeout';
  const mostAhead = 400 * 86_400_000;
  const getTime = Function.prototype.call.bind(Date.prototype.getTime) as (value: unknown) => number;

  const timeIn = (value: unknown): number | undefined => {
    if (typeof value === 'number') return value;
    // A thrown error costs more than all that is looked at.
    const prototype = isReadable(value) ? prototypeOf(value) : null;
    if (prototype === null || !has(prototype, 'getTime')) return undefined;
    try {
      return getTime(value);
    } catch {
      return undefined;
    }
  };
  const aheadIn = (entry: unknown, now: number): PropertyKey[] => {
    const found: PropertyKey[] = [];
    if (!isReadable(entry) || typeof entry === 'function') return found;
    const keys = keysOf(entry);
    if (keys.length > mostKeys) return found;
    for (const key of keys) {
      const time = timeIn(read(entry, key));
      if (time !== undefined && time > now && time < now + mostAhead) found.push(key);
    }
    return found;
  };

  /** A timer of Node that runs once leaves when it has run; the newest tells what time it is for them. */
  const timerEnd = (newest: unknown, oldest: object, now: number): EntryTime | undefined => {
    if (!isReadable(newest) || read(oldest, '_repeat') !== null) return undefined;
    const [begun, span, latest] = [
      read(oldest, '_idleStart'),
      read(oldest, timeout),
      read(newest, '_idleStart'),
    ];
    if (typeof begun !== 'number' || typeof span !== 'number' || typeof latest !== 'number') return undefined;
    return span > 0 ? { name: timeout, at: now + begun + span - latest } : undefined;
  };

  /** When the oldest entry is to leave, if the newest ones all have a time of that name that is still to come. */
  return (newest: readonly unknown[], oldest: unknown, now: number): EntryTime | undefined => {
    if (!isReadable(oldest) || newest.length === 0) return undefined;
    const timer = timerEnd(newest[newest.length - 1], oldest, now);
    if (timer !== undefined) return timer;
    for (const key of aheadIn(newest[newest.length - 1], now)) {
      let all = true;
      for (const entry of newest) if (!aheadIn(entry, now).includes(key)) all = false;
      const at = timeIn(read(oldest, key));
      if (all && at !== undefined && Number.isFinite(at)) return { name: String(key), at };
    }
    return undefined;
  };
}
