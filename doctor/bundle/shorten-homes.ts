import { homedir } from 'node:os';

/** Homes of any person on any system: a recording may come from another machine. */
const anyHome =
  /(?<![\w.~-])(?:(?:\/var)?\/home\/[^/\s'"`:()<>,;]+|\/root(?=[/\s'"`:()<>,;]|$)|\/Users\/[^/\s'"`:()<>,;]+|\/?[A-Za-z]:[\\/]Users[\\/](?:[^\\/:"<>|]+(?=[\\/])|[^\\/:"<>|\s]+))/g;
const endsAfter = '(?![\\w.-])';

/** This person's own, whatever it is called, as paths and as addresses write it. */
export function ownHomes(environment: NodeJS.ProcessEnv = process.env): readonly string[] {
  const homes = [homedir(), environment.HOME ?? '', environment.USERPROFILE ?? ''];
  return [...new Set(homes.flatMap((home) => [home, encodeURI(home)]))].filter((home) => home.length > 1);
}

/** The same value with `~` for every home directory in its strings. */
export function shortenHomes<Value>(value: Value, homes: readonly string[] = ownHomes()): Value {
  const own =
    homes.length === 0 ? undefined : new RegExp(`(${homes.map(escaped).join('|')})${endsAfter}`, 'g');
  const shorten = (text: string) => (own === undefined ? text : text.replace(own, '~')).replace(anyHome, '~');
  return shortened(value, shorten) as Value;
}

function shortened(value: unknown, shorten: (text: string) => string): unknown {
  if (typeof value === 'string') return shorten(value);
  if (Array.isArray(value)) return value.map((part) => shortened(part, shorten));
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
  const entries = Object.entries(value).map(([key, part]) => [shorten(key), shortened(part, shorten)]);
  return Object.fromEntries(entries);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
