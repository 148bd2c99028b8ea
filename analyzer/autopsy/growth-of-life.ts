import type { DeathCause } from '../../format/autopsy.ts';
import type { MemorySample } from '../../format/memory-sample.ts';
import { bytes, bytesPerHour, duration } from '../../format/quantities.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import { deathEvidenceLimits } from '../../judgement/parameters/autopsy.ts';
import type { JudgedLife } from '../triage/judge-processes.ts';
import { readSeries, type SeriesName } from '../triage/series.ts';
import type { Cause } from './cause-of-death.ts';
import { ageOf, isSeen } from './lives.ts';

const hour: Millis = 3_600_000;

/** What a life's samples say about its growth, for the sentence of its death. */
export interface LifeGrowth {
  /** `growing 210 MiB/h`, `with a flat heap, its native memory growing 1.1 GiB/h`; empty if there is nothing to say. */
  readonly words: string;
  readonly perHour?: Bytes;
  /** What was measured. */
  readonly evidence: readonly string[];
}

const ofMemory: ReadonlySet<DeathCause> = new Set(['heap-limit', 'kernel', 'container', 'restart-limit']);

const outside: readonly (readonly [SeriesName, string])[] = [
  ['external', 'external memory'],
  ['arrayBuffers', 'external memory'],
  ['native', 'native memory'],
  ['childrenRss', 'memory of its children'],
];

export function growthOf(life: JudgedLife, { cause, size }: Cause): LifeGrowth {
  return isSeen(life)
    ? seenGrowth(life, ofMemory.has(cause))
    : { words: '', evidence: averageOf(life, size) };
}

/** All that a size and an age say: it gained this at most, if it began with nothing. */
function averageOf(life: JudgedLife, size: Bytes | undefined): string[] {
  const age = ageOf(life);
  if (age === undefined || age <= 0 || size === undefined) return [];
  return [
    `${bytes(size)} after ${duration(age)}: on average it gained ${bytesPerHour((size / age) * hour)} at most`,
  ];
}

function seenGrowth(life: JudgedLife, diedOfMemory: boolean): LifeGrowth {
  const { trends } = life.triage;
  const heap = trends.heapUsed;
  if (heap?.shape === 'growing' && !life.timeless)
    return grew(`growing ${bytesPerHour(heap.perHour)}`, heap.perHour, levels(life, 'heapUsed'));
  const part = outside.find(([name]) => trends[name]?.shape === 'growing');
  const isFlat = heap !== undefined && heap.shape !== 'unsure' && heap.shape !== 'growing';
  if (part !== undefined && !life.timeless) {
    const [name, words] = part;
    const { perHour } = trends[name]!;
    const heapWords = isFlat ? 'with a flat heap, ' : '';
    return grew(`${heapWords}its ${words} growing ${bytesPerHour(perHour)}`, perHour, levels(life, name));
  }
  if (trends.rss?.shape === 'growing' && !life.timeless) {
    const { perHour } = trends.rss;
    const heapWords = isFlat ? 'with a flat heap, ' : '';
    return grew(
      `${heapWords}its resident memory growing ${bytesPerHour(perHour)}`,
      perHour,
      levels(life, 'rss'),
    );
  }
  const most = diedOfMemory ? grownMost(life) : undefined;
  if (most !== undefined) return most;
  if (isFlat) return { words: 'with a flat heap', evidence: levels(life, 'heapUsed') };
  const quiet = trends.rss;
  if (quiet !== undefined && quiet.shape !== 'unsure')
    return { words: 'with flat memory', evidence: levels(life, 'rss') };
  return { words: '', evidence: levels(life, heap === undefined ? 'rss' : 'heapUsed') };
}

function grew(words: string, perHour: Bytes, evidence: readonly string[]): LifeGrowth {
  return { words, perHour, evidence };
}

/** The first and the last level; the heap's are those after full collections if there were any. */
function levels(life: JudgedLife, name: SeriesName): string[] {
  const ends = endsOf(life.samples, name);
  if (ends === undefined) return [];
  const { first, last, what } = ends;
  const span = last.at - first.at;
  return [
    `${what} went from ${bytes(first.value)} to ${bytes(last.value)}${life.timeless || span <= 0 ? '' : ` in ${duration(span)}`}`,
  ];
}

/** What may fill up, each counted once. */
const parts: readonly SeriesName[] = ['heapUsed', 'external', 'native', 'childrenRss'];

/**
 * Too short for a proof, but the death itself says that memory filled up: with the part that gained at least half of
 * what all gained. What filled a heap at its limit was alive.
 */
function grownMost(life: JudgedLife): LifeGrowth | undefined {
  const gains = parts.flatMap((name) => {
    const ends = endsOf(life.samples, name);
    return ends === undefined ? [] : [{ name, ends, gain: ends.last.value - ends.first.value }];
  });
  const [most] = gains.toSorted((a, b) => b.gain - a.gain);
  const all = gains.reduce((sum, { gain }) => sum + Math.max(0, gain), 0);
  if (
    most === undefined ||
    most.gain <= 0 ||
    most.gain < deathEvidenceLimits.mostOfGain * all ||
    life.timeless
  )
    return undefined;
  const span = most.ends.last.at - most.ends.first.at;
  if (span <= 0) return undefined;
  const perHour = (most.gain / span) * hour;
  const whose = most.name === 'heapUsed' ? '' : `its ${said[most.name]} `;
  return grew(`${whose}growing about ${bytesPerHour(perHour)}`, perHour, levels(life, most.name));
}

interface Ends {
  readonly first: { readonly at: number; readonly value: Bytes };
  readonly last: { readonly at: number; readonly value: Bytes };
  readonly what: string;
}

const said: Partial<Readonly<Record<SeriesName, string>>> = {
  heapUsed: 'the heap',
  rss: 'resident memory',
  external: 'external memory',
  arrayBuffers: 'external memory',
  native: 'native memory',
  childrenRss: 'memory of its children',
};

function endsOf(samples: readonly MemorySample[], name: SeriesName): Ends | undefined {
  const collected = name === 'heapUsed' ? pointsOf(samples, ({ heapAfterGc }) => heapAfterGc) : [];
  const isCollected = collected.length > 1;
  const points = isCollected ? collected : pointsOf(samples, (sample) => readSeries(name, sample));
  if (points.length < 2) return undefined;
  const what = `${said[name] ?? name}${isCollected ? ' after garbage collection' : ''}`;
  return { first: points[0], last: points[points.length - 1], what };
}

function pointsOf(samples: readonly MemorySample[], read: (sample: MemorySample) => number | undefined) {
  return samples.flatMap((sample) => {
    const value = read(sample);
    return value === undefined ? [] : [{ at: sample.at, value }];
  });
}
