import { expect, it } from 'vitest';
import type { MemorySample } from '../../format/memory-sample.ts';
import { type CapturedHeap, triage } from './judge.ts';
import type { SeriesName } from './series.ts';

const mebi = 1024 * 1024;

/** One sample a second. */
function ledger(seconds: number, draw: (t: number) => Partial<MemorySample>): MemorySample[] {
  return Array.from({ length: seconds }, (_, t) => ({ at: t * 1_000, ...draw(t) }));
}

/** What is flat beside a series that grows. */
const beside = { heapUsed: 10 * mebi, heapTotal: 20 * mebi, external: 0 };

const drawn: Readonly<Record<SeriesName, (value: number) => Partial<MemorySample>>> = {
  rss: (rss) => ({ rss }),
  heapUsed: () => ({}),
  external: (external) => ({ ...beside, external }),
  arrayBuffers: (arrayBuffers) => ({ ...beside, arrayBuffers }),
  native: (native) => ({ ...beside, rssAnonymous: 20 * mebi + native }),
  children: (children) => ({ ...beside, children }),
  childrenRss: (childrenRss) => ({ ...beside, childrenRss }),
  threads: (threads) => ({ ...beside, threads }),
  descriptors: (descriptors) => ({ ...beside, descriptors }),
  handles: (Timeout) => ({ ...beside, resources: { Timeout } }),
  rssAnonymous: (rssAnonymous) => ({ rssAnonymous }),
  cgroupUsage: (cgroupUsage) => ({ cgroupUsage }),
  machineUsed: (machineUsed) => ({ machineUsed }),
  heapTotal: (heapTotal) => ({ heapTotal }),
  swap: (swap) => ({ swap }),
  virtualSize: (virtualSize) => ({ virtualSize }),
};
/** These are told by the time that was looked at, the others up to the start of their last window. */
const whole = new Set<SeriesName>([
  'external',
  'arrayBuffers',
  'native',
  'children',
  'childrenRss',
  'threads',
  'descriptors',
  'handles',
]);

function shapeOf(name: SeriesName, gain: number, first = 1): string | undefined {
  if (name === 'heapUsed') return shapeOfHeap(gain, first);
  const seconds = whole.has(name) ? 599 : 550;
  const samples = ledger(600, (t) => drawn[name](first + (gain * t) / seconds));
  return triage(samples).trends[name]?.shape;
}

function shapeOfHeap(gain: number, first: number): string | undefined {
  const captures = [0, 1, 2].map((k): CapturedHeap => ({ at: k * 30_000, size: first + (gain * k) / 2 }));
  return triage(
    ledger(60, () => beside),
    captures,
  ).trends.heapUsed?.shape;
}

it.each<[SeriesName, number]>([
  ['rss', 4 * mebi],
  ['heapUsed', mebi],
  ['external', mebi],
  ['arrayBuffers', mebi],
  ['native', 4 * mebi],
  ['children', 3],
  ['childrenRss', 4 * mebi],
  ['threads', 6],
  ['descriptors', 8],
  ['handles', 8],
  ['rssAnonymous', 4 * mebi],
  ['cgroupUsage', 4 * mebi],
  ['machineUsed', 32 * mebi],
  ['heapTotal', 4 * mebi],
  ['swap', 4 * mebi],
  ['virtualSize', 64 * mebi],
])('a gain that just matters of %s is %i', (name, least) => {
  expect(shapeOf(name, 1.02 * least)).toBe('growing');
  expect(shapeOf(name, 0.98 * least)).toBe('flat');
});

it('a gain of a large series that just matters is 2 %', () => {
  expect(shapeOf('rss', 20.4 * mebi, 1000 * mebi)).toBe('growing');
  expect(shapeOf('rss', 19.6 * mebi, 1000 * mebi)).toBe('flat');
});

// Three more matter, and they come and go in no order: only the middles of the first and the last third tell.
it('children that are just quiet enough are judged early', () => {
  const early = (gain: number) => {
    const last = 10 + gain;
    const counts = [10, 10, 10, 10, 12, 12, 12, 12, 12, 12, 9, 9, 9, 9, last, last, last, last, 9, 9];
    return triage(ledger(20, (t) => ({ ...beside, children: counts[t] }))).trends.children;
  };
  expect(early(0.74)).toMatchObject({ shape: 'flat', confidence: 0.5 });
  expect(early(0.76)).toMatchObject({ shape: 'unsure' });
});

const tooth = (t: number, height: number) => ((t % 20) / 20) * height;
const swinging = (floor: number, height: number) =>
  triage(ledger(600, (t) => ({ ...beside, heapUsed: floor * mebi + tooth(t, height * mebi) }))).problem;

it('a heap that swings by just enough works', () => {
  // The highest of 20 samples is a twentieth below the top of the tooth.
  expect(swinging(10, 4.25)).toBe('working-set');
  expect(swinging(10, 4.15)).toBe('none');
});

it('a heap that swings by just a share of itself works', () => {
  expect(swinging(100, 26.6)).toBe('working-set');
  expect(swinging(100, 26)).toBe('none');
});

it('native memory that threads just explain is a problem of threads', () => {
  const problem = (perThread: number) =>
    triage(
      ledger(600, (t) => ({
        ...beside,
        threads: 10 + t / 10,
        rssAnonymous: (20 + (perThread * t) / 10) * mebi,
      })),
    ).problem;
  expect(problem(127)).toBe('threads');
  expect(problem(129)).toBe('native');
});

/** Resident memory that is flat before its only capture, and grows after it. */
const afterCapture = (before: number, after: number) =>
  triage(
    ledger(before + 1 + after, (t) => ({
      rss: 10 * mebi + Math.max(0, t - before) * mebi,
      ...(t === before ? { mark: 'captured' as const } : {}),
    })),
  ).trends.rss?.shape;

it('the time before the first capture is just long enough to be judged alone', () => {
  expect(afterCapture(120, 150)).toBe('flat');
  expect(afterCapture(119, 150)).toBe('growing');
});

it('the time before the first capture is just a large enough share to be judged alone', () => {
  expect(afterCapture(120, 181)).toBe('flat');
  expect(afterCapture(120, 183)).toBe('growing');
});
