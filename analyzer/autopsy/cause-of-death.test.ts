import { describe, expect, it } from 'vitest';
import type { MemorySample } from '../../format/memory-sample.ts';
import { triage } from '../triage/judge.ts';
import type { LifeEnd } from '../triage/life-end.ts';
import { causeOf } from './cause-of-death.ts';

const mebi = 1024 * 1024;
const gibi = 1024 * mebi;

/** A life with one last sample. */
const dead = (last: Partial<MemorySample>, end: LifeEnd = { how: 'gone' }) =>
  causeOf({ samples: [{ at: 1, ...last }], triage: triage([]), known: new Set(), end });

describe('a cause that nobody tells', () => {
  it('a heap that is just near enough to its limit', () => {
    const told = { how: 'gone', heapLimit: 1000 * mebi } as const;
    expect(dead({ heapUsed: 850 * mebi }, told)).toMatchObject({ cause: 'heap-limit', confidence: 0.7 });
    expect(dead({ heapUsed: 849 * mebi }, told)).toMatchObject({ cause: 'unknown', confidence: 0 });
  });

  it('the young generation is no room for what lives on', () => {
    const heapLimit = 1192 * mebi;
    expect(dead({ heapUsed: 850 * mebi, heapLimit }).cause).toBe('heap-limit');
    expect(dead({ heapUsed: 849 * mebi, heapLimit }).cause).toBe('unknown');
    // Of a small heap, it is half at most.
    expect(dead({ heapUsed: 55 * mebi, heapLimit: 112 * mebi }).cause).toBe('heap-limit');
  });

  it('a heap that went on growing for just so long unseen', () => {
    // 10 MiB a second, in a saw of garbage; it ends some time after 500 of 1,000 MiB.
    const samples = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((second) => ({
      at: second * 1_000,
      heapUsed: (410 + 10 * second + (second % 2 === 0 ? 60 : 0)) * mebi,
    }));
    const ended = (after: number) =>
      causeOf({
        samples,
        triage: triage([]),
        known: new Set(),
        end: { how: 'gone', heapLimit: 900 * mebi, at: 9_000 + after },
      });
    expect(ended(27_000)).toMatchObject({
      cause: 'heap-limit',
      knownBy:
        'its last sample had 500 MiB of a heap limit of 900 MiB, and it gained about 270 MiB until it ended',
    });
    expect(ended(26_000).cause).toBe('unknown');
    expect(ended(30_000).cause).toBe('heap-limit');
    expect(ended(30_001).cause).toBe('unknown');
  });

  it('a heap of which just enough samples tell how fast it grew', () => {
    const causeAfter = (seconds: readonly number[]) =>
      causeOf({
        samples: seconds.map((second) => ({ at: second * 1_000, heapUsed: (400 + 10 * second) * mebi })),
        triage: triage([]),
        known: new Set(),
        end: { how: 'gone', heapLimit: 700 * mebi, at: 29_000 },
      }).cause;
    expect(causeAfter([6, 7, 8, 9])).toBe('heap-limit');
    expect(causeAfter([7, 8, 9])).toBe('unknown');
  });

  it('a heap without room for a table of twice the size', () => {
    const told = { how: 'gone', heapLimit: 1000 * mebi } as const;
    const withTables = (heapUsed: number, tables: number) =>
      dead({ heapUsed: heapUsed * mebi, spaces: { large_object_space: tables * mebi } }, told);
    expect(withTables(750, 126)).toMatchObject({
      cause: 'heap-limit',
      knownBy:
        'its last sample had 750 MiB of a heap limit of 1000 MiB, too little for its largest table to grow',
    });
    expect(withTables(750, 125).cause).toBe('unknown');
    expect(withTables(749, 200).cause).toBe('unknown');
  });

  it('a control group that is just near enough to its limit', () => {
    const group = (cgroupUsage: number) =>
      dead({ cgroupUsage, cgroupLimit: gibi }, { how: 'killed', signal: 'SIGKILL' });
    expect(group(0.9 * gibi)).toMatchObject({ cause: 'kernel', limit: gibi });
    expect(group(0.89 * gibi)).toMatchObject({ cause: 'killed', confidence: 0.99 });
  });

  it('is a signal or a crash if it left without a goodbye, far from limits that are known', () => {
    const end = { how: 'gone', abrupt: true } as const;
    expect(dead({ heapUsed: 10 * mebi, heapLimit: 4 * gibi }, end)).toMatchObject({
      cause: 'killed',
      confidence: 0.7,
    });
    expect(dead({ rss: 10 * mebi }, end)).toMatchObject({ cause: 'unknown', confidence: 0 });
  });

  it('is that of an abort near the heap limit, and no other of a crash', () => {
    const full = { heapUsed: 3900 * mebi, heapLimit: 4144 * mebi };
    expect(dead(full, { how: 'crash', signal: 'SIGABRT' }).cause).toBe('heap-limit');
    expect(dead(full, { how: 'crash', signal: 'SIGSEGV' }).cause).toBe('crash');
    // The kernel's killer sends SIGKILL, and V8 does not.
    expect(dead(full, { how: 'killed', signal: 'SIGKILL' }).cause).toBe('killed');
  });
});

it('what is told is surer than what is concluded', () => {
  expect(dead({}, { how: 'heap-limit', size: gibi })).toMatchObject({
    confidence: 0.99,
    knownBy: 'V8 wrote it',
  });
  const counted = dead({ rss: gibi }, { how: 'kernel', counted: true });
  expect(counted).toMatchObject({ cause: 'kernel', confidence: 0.9, size: gibi });
  // The kernel wrote down the size too.
  expect(dead({}, { how: 'kernel', counted: true, size: gibi }).confidence).toBe(0.99);
  expect(dead({ heapUsed: 3900 * mebi, heapLimit: 4144 * mebi }).confidence).toBe(0.7);
});
