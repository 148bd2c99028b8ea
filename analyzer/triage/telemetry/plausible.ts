import type { MemorySample } from '../../../format/memory-sample.ts';
import type { Bytes, EpochMillis, Millis } from '../../../format/units.ts';
import { type CountField, countFields, type SizeField, sizeFields } from './column-names.ts';
import type { Observation } from './observation.ts';
import type { Reading } from './process-track.ts';

const tebi: Bytes = 1024 ** 4;
/** More memory than any machine has. */
const mostMemory: Bytes = 64 * tebi;
/** Address space has 57 bits at most; V8 and JavaScriptCore reserve it by the terabyte. */
const mostAddresses: Bytes = 2 ** 57;
/** More descriptors, threads or handles than a kernel gives to one process. */
const mostCounted = 2 ** 30;
/** A process that lives is somewhere in memory: tools write 0 for one that is stopped. */
const never0 = new Set<SizeField | CountField>(['rss', 'heapUsed']);

/** A value that no process can have. */
export interface Implausible {
  readonly field: SizeField | CountField;
  readonly value: number;
}

/** The observation without the values that cannot be; each of them is told to `setAside`. */
export function plausible(observation: Observation, setAside: (value: Implausible) => void): Observation {
  const memory = observation.memory as Partial<Record<SizeField | CountField, number>>;
  const wrong = ([...sizeFields, ...countFields] as const).filter((field) => {
    const value = memory[field];
    return value !== undefined && !isPlausible(field, value);
  });
  if (wrong.length === 0) return observation;
  for (const field of wrong) if (memory[field] !== 0) setAside({ field, value: memory[field]! });
  const kept = Object.entries(observation.memory).filter(([field]) => !(wrong as string[]).includes(field));
  return { ...observation, memory: Object.fromEntries(kept) as Omit<MemorySample, 'at'> };
}

function isPlausible(field: SizeField | CountField, value: number): boolean {
  if (!(value >= 0) || (value === 0 && never0.has(field))) return false;
  if ((countFields as readonly string[]).includes(field)) return value <= mostCounted;
  return value <= (field === 'virtualSize' || field.endsWith('Limit') ? mostAddresses : mostMemory);
}

/** A log that pauses for longer than this, and for many times as long as all it tells, has a wrong stamp there. */
const longestPause: Millis = 30 * 86_400_000;
const pauseToSpan = 20;
/** So few stamps may be wrong: more are another time that was logged, too. */
const fewest = 0.1;

/**
 * The readings without those whose time is far from all others: clocks that were not set yet, and stamps of 1970 or
 * 9999. Readings in order of time.
 */
export function withoutStrayTimes(readings: readonly Reading[]): {
  readonly readings: readonly Reading[];
  readonly stray: readonly EpochMillis[];
} {
  const pieces = piecesBetweenPauses(readings);
  const main = pieces.reduce((most, piece) => (piece.length > most.length ? piece : most), pieces[0] ?? []);
  if (pieces.length < 2) return { readings, stray: [] };
  const span = main[main.length - 1].sample.at - main[0].sample.at;
  const away = pieces.filter((piece) => piece !== main && distance(piece, main) > pauseToSpan * span);
  const stray = away.flat();
  const straying = new Set(stray);
  if (stray.length > fewest * readings.length) return { readings, stray: [] };
  return {
    readings: readings.filter((reading) => !straying.has(reading)),
    stray: stray.map(({ sample }) => sample.at),
  };
}

function piecesBetweenPauses(readings: readonly Reading[]): ReadonlyArray<readonly Reading[]> {
  const pieces: Reading[][] = [];
  for (const [i, reading] of readings.entries()) {
    if (i === 0 || reading.sample.at - readings[i - 1].sample.at > longestPause) pieces.push([]);
    pieces[pieces.length - 1].push(reading);
  }
  return pieces;
}

function distance(piece: readonly Reading[], main: readonly Reading[]): Millis {
  const before = main[0].sample.at - piece[piece.length - 1].sample.at;
  const after = piece[0].sample.at - main[main.length - 1].sample.at;
  return Math.max(before, after);
}
