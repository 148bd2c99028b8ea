import { describe, expect, it } from 'vitest';
import type { MemorySample } from '../../format/memory-sample.ts';
import { triage } from './judge.ts';

const mebi = 1024 * 1024;
const second = 1_000;
const start = 1_700_000_000_000;

type Drawn = (elapsed: number, noise: () => number) => Partial<MemorySample>;

/** A ledger of one sample a second, drawn as functions of the seconds that have passed; noise is -1 to 1. */
function ledger(seconds: number, draw: Drawn): MemorySample[] {
  const noise = sequence(7);
  return Array.from({ length: seconds }, (_, elapsed) => ({
    at: start + elapsed * second,
    ...steady,
    ...draw(elapsed, noise),
  }));
}

const steady: Partial<MemorySample> = {
  rss: 90 * mebi,
  rssAnonymous: 60 * mebi,
  heapUsed: 12 * mebi,
  heapTotal: 20 * mebi,
  external: 2 * mebi,
  arrayBuffers: mebi,
  children: 0,
  childrenRss: 0,
  descriptors: 24,
  resources: { Timeout: 2, TCPServerWrap: 1 },
};

/** A small linear congruential generator: the same drawing in every run. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return (state / 2 ** 31) * 2 - 1;
  };
}

/** Rises from 0 to `height` and falls back, once every `period` seconds. */
const tooth = (elapsed: number, period: number, height: number) => ((elapsed % period) / period) * height;

describe('triage', () => {
  it('finds nothing in a quiet process', () => {
    const quiet = triage(
      ledger(600, (_, noise) => ({ heapUsed: 12 * mebi + noise() * 2e5, rss: 90 * mebi + noise() * 1e6 })),
    );
    expect(quiet.problem).toBe('none');
    expect(quiet.timeLeft).toEqual([]);
  });

  it('calls a heap that swings above a flat floor a working set', () => {
    const working = triage(
      ledger(600, (t, noise) => ({ heapUsed: 12 * mebi + tooth(t, 23, 30 * mebi) + noise() * 1e5 })),
    );
    expect(working.problem).toBe('working-set');
  });

  describe('where the runtime tells what full collections left', () => {
    /** Full collections every 20 s hide among scavenges that free more than they do. */
    const hidden =
      (gain: number): Drawn =>
      (t) => ({
        heapUsed: 12 * mebi + t * gain + tooth(t, 20, 3 * mebi) + tooth(t, 3, 14 * mebi),
        ...(t % 20 === 0 ? { heapAfterGc: 12 * mebi + t * gain } : {}),
      });

    it('proves growth by these alone, with its rate', () => {
      const { problem, trends } = triage(ledger(150, hidden(40_000)));
      expect([problem, trends.heapUsed?.from]).toEqual(['retained-objects', 'collections']);
      expect(trends.heapUsed?.perHour).toBeCloseTo(40_000 * 3600, -6);
    });

    it('sees none in a heap that only swings', () => {
      expect(triage(ledger(150, hidden(0))).problem).toBe('working-set');
    });

    it.each([
      ['no full collection', [], 'unknown'],
      ['full collections that leave no more', [10, 130], 'unknown'],
      ['full collections that leave more', [10, 130], 'retained-objects'],
    ] as const)('takes valleys of scavenges for what %s say', (name, collections, problem) => {
      const leaves = name.endsWith('leave more') ? 40_000 : 0;
      const promoted = ledger(150, (t) => ({
        heapUsed: 12 * mebi + t * 40_000 + tooth(t, 3, 14 * mebi),
        spaces: { new_space: mebi },
        ...(collections.some((at) => at === t) ? { heapAfterGc: 12 * mebi + t * leaves } : {}),
      }));
      expect(triage(promoted).problem).toBe(problem);
    });

    it('says no more of few of them than of none', () => {
      const few = ledger(60, hidden(40_000));
      const without = few.map(({ heapAfterGc: _, ...sample }) => sample);
      expect(triage(few)).toEqual(triage(without));
    });
  });

  it('judges the floor of teeth within teeth: scavenges inside full collections', () => {
    const both = (t: number) => 12 * mebi + tooth(t, 60, 40 * mebi) + tooth(t, 3, 8 * mebi);
    expect(triage(ledger(900, (t) => ({ heapUsed: both(t) }))).problem).toBe('working-set');
    const leaking = triage(ledger(900, (t) => ({ heapUsed: both(t) + t * 20_000, heapLimit: 2048 * mebi })));
    expect(leaking.problem).toBe('retained-objects');
    expect(leaking.trends.heapUsed?.from).toBe('collections');
    expect(leaking.trends.heapUsed?.perHour).toBeCloseTo(20_000 * 3600, -7);
    expect(leaking.timeLeft[0].limit).toBe('heap limit');
  });

  it('does not take a heap for leaking that was not seen to be collected', () => {
    const rising = triage(ledger(120, (t) => ({ heapUsed: 12 * mebi + t * 100_000 })));
    expect(rising.problem).toBe('unknown');
    expect(rising.longer).toBeGreaterThan(0);
  });

  it('proves children that pile up in little more than a minute, and nothing in less', () => {
    const piling = (seconds: number) =>
      triage(
        ledger(seconds, (t) => ({
          children: 8 + Math.floor(t * 1.25),
          childrenRss: (8 + t * 1.25) * 1.7 * mebi,
        })),
      );
    expect(piling(62).problem).toBe('children');
    expect(piling(50).problem).toBe('unknown');
  });

  it('does not call native what V8 keeps beside a heap that rises and was not collected', () => {
    const drawn = (heap: number, native: number) =>
      triage(
        ledger(120, (t) => ({
          heapUsed: 12 * mebi + t * heap,
          heapTotal: 20 * mebi + t * heap,
          rssAnonymous: 60 * mebi + t * (heap + native),
        })),
      ).problem;
    expect(drawn(3_000_000, 150_000)).toBe('unknown');
    expect(drawn(10_000, 150_000)).toBe('native');
  });

  it('takes the sizes of captures as floors, over whatever the teeth look like', () => {
    const samples = ledger(120, (t) => ({ heapUsed: 12 * mebi + tooth(t, 200, 50 * mebi) }));
    const capturedAt = (sizes: number[]) =>
      sizes.map((size, i) => ({ at: start + i * 30 * second, size: size * mebi }));
    expect(triage(samples, capturedAt([10, 14, 18, 22])).problem).toBe('retained-objects');
    expect(triage(samples, capturedAt([10, 10.2, 10.1, 10.2])).trends.heapUsed?.shape).toBe('flat');
    expect(triage(samples, capturedAt([10, 14, 14.5, 14.6])).trends.heapUsed?.shape).toBe('levelling');
  });

  it('sees native growth as anonymous memory that neither the heap nor external memory explains', () => {
    const ratchet = triage(
      ledger(600, (t, noise) => ({
        rss: 90 * mebi + Math.floor(t / 40) * 4 * mebi,
        rssAnonymous: 60 * mebi + Math.floor(t / 40) * 4 * mebi + noise() * 3e5,
        cgroupUsage: 100 * mebi + t * 1e5,
        cgroupLimit: 1024 * mebi,
      })),
    );
    expect(ratchet.problem).toBe('native');
    expect(ratchet.trends.heapUsed?.shape).toBe('flat');
    expect(ratchet.timeLeft.map(({ limit }) => limit)).toEqual(['cgroup limit']);
  });

  it('does not blame on the target what a capture did to its resident memory', () => {
    const captured = ledger(600, (t) => {
      const inflated = Math.floor(t / 150) * 60 * mebi;
      return {
        rss: 90 * mebi + inflated,
        rssAnonymous: 60 * mebi + inflated,
        ...(t % 150 === 149 ? { mark: 'captured' as const } : {}),
      };
    });
    const judged = triage(captured);
    expect(judged.trends.native?.shape).toBe('flat');
    expect(judged.problem).toBe('none');
  });

  it('judges native growth before the first capture, because captures leave free memory that a leak fills unseen', () => {
    const drawn = (leak: number) =>
      triage(
        ledger(160, (t) => ({
          rssAnonymous: 60 * mebi + (t < 80 ? t * leak : 80 * leak + 50 * mebi),
          ...(t === 79 || t === 119 ? { mark: 'captured' as const } : {}),
        })),
      );
    expect(drawn(500_000).problem).toBe('native');
    expect(drawn(500_000).trends.native?.perHour).toBeCloseTo(500_000 * 3600, -7);
    expect(drawn(0).trends.native?.shape).toBe('flat');
  });

  it('never calls a short recording a native leak, whatever its captures do to resident memory', () => {
    const short = ledger(12, (t) => {
      const inflated = Math.floor(t / 3) * 9 * mebi;
      return {
        rss: 90 * mebi + inflated,
        rssAnonymous: 60 * mebi + inflated,
        ...(t % 3 === 2 ? { mark: 'captured' as const } : {}),
      };
    });
    const sizes = [1, 2, 3, 4].map((n) => ({ at: start + n * 3 * second, size: 12 * mebi }));
    expect(triage(short, sizes).trends.native).toMatchObject({ shape: 'unsure' });
    expect(triage(short, sizes).problem).not.toBe('native');
  });

  it('sees external growth apart from the heap', () => {
    const external = triage(
      ledger(600, (t) => ({
        external: 2 * mebi + t * 50_000,
        arrayBuffers: mebi + t * 50_000,
        rss: 90 * mebi + t * 50_000,
        rssAnonymous: 60 * mebi + t * 50_000,
      })),
    );
    expect(external.problem).toBe('external');
    expect(external.trends.native?.shape).toBe('flat');
  });

  it('takes ArrayBuffers that native code took over for external memory, as Blobs have them', () => {
    const blobs = triage(
      ledger(600, (t) => ({
        external: 5 * mebi,
        arrayBuffers: mebi + t * 50_000,
        rss: 90 * mebi + t * 50_000,
        rssAnonymous: 60 * mebi + t * 50_000,
        machineAvailable: 1024 * mebi,
      })),
    );
    expect([blobs.problem, blobs.trends.native?.shape]).toEqual(['external', 'flat']);
    // Told once, although both series may carry it.
    expect(blobs.timeLeft[0].left / 3_600_000).toBeCloseTo((1024 * mebi) / (50_000 * 3_600), 1);
  });

  describe('what a watch collected ever more seldom', () => {
    /** Garbage of 8 MiB/h since the last collection, in ledgers of 25 minutes. */
    const collectedAt = [0, 2, 6, 13].map((at) => at * 60);
    const judged = (kept: number, tells = true) =>
      triage(
        ledger(1_500, (t) => {
          const last = collectedAt.findLast((at) => at <= t) ?? 0;
          const left = 4 * mebi + (last * kept) / 3_600;
          return {
            spaces: { new_space: mebi },
            external: left + ((t - last) * (8 * mebi + kept)) / 3_600,
            ...(t === last && tells ? { heapAfterGc: 8 * mebi, externalAfterGc: left } : {}),
          };
        }).filter(({ at, heapAfterGc }) => at % 5_000 === 0 || heapAfterGc !== undefined),
      ).trends.external?.shape;

    it('is no growth if nothing was left of what it gained', () => {
      expect(judged(0)).toBe('flat');
    });

    it('is growth if it was left', () => {
      expect(judged(12 * mebi)).toBe('growing');
    });

    it('cannot be told without a collection', () => {
      expect(judged(12 * mebi, false)).toBe('unsure');
    });
  });

  describe('what captures left of external memory', () => {
    const drawn = (left: readonly number[], every = 30) =>
      triage(
        ledger(left.length * every + 1, (t) => {
          const capture = Math.floor((t - 1) / every);
          const since = t - 1 - capture * every;
          return {
            external: (left[Math.max(0, capture)] + since / 5) * mebi,
            ...(since === 0 && capture < left.length ? { mark: 'captured' as const } : {}),
          };
        }),
      ).trends.external?.shape;

    it('grows where each left more, and not where it rose before the program was loaded', () => {
      expect(drawn([1, 38, 75, 112])).toBe('growing');
      expect(drawn([1, 30, 30.1, 30.2])).toBe('levelling');
      expect(drawn([30, 31, 30, 30.2])).toBe('flat');
      expect(drawn([1, 3, 5, 7], 4)).toBe('unsure');
    });
  });

  it('reckons with no resident memory that captures inflated, where its parts are flat', () => {
    const inflated = triage(
      ledger(600, (t) => ({
        rss: 90 * mebi + t * 1e6,
        rssAnonymous: 60 * mebi,
        machineAvailable: 1024 * mebi,
      })),
    );
    expect([inflated.problem, inflated.timeLeft]).toEqual(['none', []]);
  });

  it('sees children pile up', () => {
    const spawning = triage(
      ledger(600, (t) => ({ children: Math.floor(t / 10), childrenRss: Math.floor(t / 10) * 3 * mebi })),
    );
    expect(spawning.problem).toBe('children');
    expect(triage(ledger(600, (t) => ({ children: Math.floor(t / 60), childrenRss: 0 }))).problem).toBe(
      'children',
    );
  });

  it('sees handles pile up, and which', () => {
    const sockets = triage(
      ledger(600, (t) => ({
        descriptors: 24 + Math.floor(t / 5),
        resources: { Timeout: 2, TCPSocketWrap: Math.floor(t / 5) },
      })),
    );
    expect(sockets.problem).toBe('handles');
    expect(sockets.growingResource).toBe('TCPSocketWrap');
  });

  it('calls growth that comes to an end warm-up', () => {
    const fill = (t: number) => 1 - Math.exp(-t / 60);
    const warming = triage(
      ledger(900, (t, noise) => ({
        heapUsed: 12 * mebi + 30 * mebi * fill(t) + tooth(t, 11, 6 * mebi) + noise() * 1e5,
        rss: 90 * mebi + 60 * mebi * fill(t),
        rssAnonymous: 60 * mebi + 40 * mebi * fill(t),
        heapTotal: 20 * mebi + 40 * mebi * fill(t),
      })),
    );
    expect(warming.problem).toBe('warm-up');
  });

  it('says of a short ledger how much longer it takes', () => {
    const short = triage(ledger(20, (t) => ({ heapUsed: 12 * mebi + t * 1e6 })));
    expect(short.problem).toBe('unknown');
    expect(short.longer).toBeGreaterThanOrEqual(30 * second);
    expect(triage([]).problem).toBe('unknown');
  });

  it('names the largest of several growths', () => {
    const both = triage(
      ledger(600, (t) => ({
        external: 2 * mebi + t * 20_000,
        childrenRss: t * 500_000,
        children: Math.floor(t / 20),
      })),
    );
    expect(both.problem).toBe('children');
  });

  it('does not guess what resident memory is made of where the runtime could not be asked', () => {
    const blind = ledger(600, (t) => ({ rss: 90 * mebi + t * 1e5 })).map(({ at, rss }) => ({
      at,
      ...(rss === undefined ? {} : { rss }),
    }));
    expect(triage(blind).problem).toBe('unknown');
    expect(triage(blind).series.map(({ name }) => name)).toEqual(['rss']);
  });
});

describe('triage of Bun', () => {
  /** As the probe reads it: no ArrayBuffers, no limit of the heap, and what mimalloc has committed. */
  const bunLedger = (seconds: number, draw: Drawn) =>
    ledger(seconds, (t, noise) => ({ committed: 80 * mebi, ...draw(t, noise) })).map(
      ({ arrayBuffers: _, resources: __, ...sample }) => sample,
    );

  it('takes commit that only rises, while resident memory comes back, for what it is: nothing', () => {
    const ratchet = triage(
      bunLedger(600, (t) => ({
        committed: 80 * mebi + t * mebi,
        rss: 90 * mebi + tooth(t, 40, 30 * mebi),
        rssAnonymous: 60 * mebi + tooth(t, 40, 30 * mebi),
      })),
    );
    expect(ratchet.problem).toBe('none');
  });

  it('calls anonymous memory native that grows beside a flat heap and flat extra memory', () => {
    const native = triage(
      bunLedger(300, (t, noise) => ({
        heapUsed: 12 * mebi + tooth(t, 30, 4 * mebi),
        rss: 90 * mebi + t * 2e5,
        rssAnonymous: 60 * mebi + t * 2e5 + noise() * 1e5,
        committed: 80 * mebi + t * 2e5,
      })),
    );
    expect(native.problem).toBe('native');
  });

  it('does not blame extra memory, or what lies beside the heap, for garbage that was not collected yet', () => {
    const rising = (external: number) =>
      triage(
        bunLedger(75, (t) => ({
          heapUsed: 4 * mebi + t * 260_000,
          heapTotal: 5 * mebi + t * 220_000,
          external: 2 * mebi + t * external,
          rssAnonymous: 20 * mebi + t * (370_000 + external),
        })),
      ).problem;
    expect(rising(80_000)).toBe('unknown');
    expect(rising(2_000_000)).toBe('external');
  });

  it('takes extra memory for garbage that only captures collected, where they always took it back', () => {
    // Read buffers of ended children, under load: 70 KB a second until the next capture, down to what is in use.
    const marks = [0, 23, 46, 69];
    const left = [0.6, 1.2, 1.3];
    const drawn = (kept: number) =>
      triage(
        bunLedger(70, (t) => {
          const captures = marks.filter((at) => at < t).length;
          const since = t - (marks[captures - 1] ?? 0);
          return {
            heapUsed: 1.2 * mebi + since * 8_000,
            external: left[Math.max(0, captures - 1)] * mebi + since * 85_000 + t * kept,
            ...(marks.includes(t) ? { mark: 'captured' as const } : {}),
          };
        }),
      );
    expect(drawn(0).trends.external?.shape).toBe('flat');
    expect(drawn(0).problem).not.toBe('external');
    expect(drawn(40_000).trends.external?.shape).toBe('growing');
  });

  it('calls extra memory external that grows while the heap is collected and flat', () => {
    const buffers = triage(
      bunLedger(600, (t) => ({
        heapUsed: 12 * mebi + tooth(t, 30, 8 * mebi),
        external: 2 * mebi + t * 1e5,
        rssAnonymous: 60 * mebi + t * 1e5,
      })),
    );
    expect(buffers.problem).toBe('external');
  });
});
