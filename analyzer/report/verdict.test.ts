import { describe, expect, it } from 'vitest';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Verdict } from '../../format/verdict.ts';
import { triage } from '../triage/judge.ts';
import { buildReport, type Findings, noFindings } from './build-report.ts';

const mebi = 1024 * 1024;
const start = 1_700_000_000_000;

/** Ten minutes of a quiet process, with what a test changes over the seconds. */
function ledger(change: (elapsed: number) => Partial<MemorySample> = () => ({})): MemorySample[] {
  return Array.from({ length: 600 }, (_, t) => ({
    at: start + t * 1_000,
    rss: 90 * mebi,
    rssAnonymous: 60 * mebi,
    heapUsed: 12 * mebi + (t % 10) * 1e5,
    heapTotal: 20 * mebi,
    heapLimit: 2048 * mebi,
    external: mebi,
    children: 0,
    descriptors: 20,
    ...change(t),
  }));
}

function suspect(confirmed: boolean, bytesPerHour: number): Suspect {
  return {
    fingerprint: '7f3a91c2',
    kind: 'map',
    title: 'Map `sessions` gains 2,000 entries per interval',
    confidence: confirmed ? 0.97 : 0.4,
    confirmed,
    path: [],
    holders: [],
    survivors: { counts: [0, 2000, 2000], bytes: [0, mebi, mebi] },
    growth: { objectsPerInterval: 2000, bytesPerInterval: mebi, bytesPerHour },
    externalShare: 0,
    retainedSize: 2 * mebi,
    entryClass: 'Session',
    entryCount: 4000,
    evidence: [],
    remedy: [],
  };
}

function report(
  captures: number,
  suspects: readonly Suspect[],
  samples: MemorySample[],
  sizes = flat(captures),
  nearlyFull: readonly string[] = [],
) {
  const timed = sizes.map((size, i) => ({ at: start + i * 150_000, size }));
  const findings: Findings =
    captures < 2
      ? noFindings
      : {
          suspects,
          nearlyFull,
          method: 'survivors-by-birth',
          intervals: [],
          notSeen: [],
          limits: [],
          heap: { sizes },
        };
  const sources = Array.from({ length: captures }, (_, i) => ({
    file: `${i}.heapsnapshot`,
    label: `capture ${i + 1}`,
  }));
  const judged = triage(samples, samples.length === 0 ? [] : timed);
  return buildReport(findings, judged, { samples, captures: sources, limits: [] }, start);
}

const withCaptures = (samples: MemorySample[], marks: number[]): MemorySample[] =>
  samples.map((sample, t) => (marks.includes(t) ? { ...sample, mark: 'captured' } : sample));
const flat = (captures: number) => Array.from({ length: captures }, (_, i) => (12 + 0.03 * (i % 3)) * mebi);
const nativeGrowth = (t: number) => ({ rssAnonymous: 60 * mebi + t * 1e5, rss: 90 * mebi + t * 1e5 });

describe('the verdict', () => {
  it('is growth with the proven holder', () => {
    const { verdict } = report(
      4,
      [suspect(true, 20 * mebi)],
      ledger(),
      [10, 14, 18, 22].map((size) => size * mebi),
    );
    expect(verdict).toMatchObject({ outcome: 'growth', problem: 'retained-objects', confidence: 0.97 });
    expect(verdict.sentence).toBe('Map `sessions` gains 2,000 entries per interval');
    expect(verdict.evidence[0]).toBe(
      'the heap after garbage collection went from 10.0 MiB to 22.0 MiB (96.0 MiB/h)',
    );
    expect(verdict.evidence[1]).toMatch(/^at this rate, the heap limit is reached in about 21 h/);
  });

  it('is an external problem with its holder where the holder keeps ArrayBuffers', () => {
    const buffers = { ...suspect(true, 400 * mebi), externalShare: 0.98 };
    const { verdict, suspects } = report(
      4,
      [buffers],
      ledger((t) => ({ external: mebi + t * 1e5 })),
    );
    expect(verdict).toMatchObject({ outcome: 'growth', problem: 'external', confidence: 0.97 });
    expect(suspects).toHaveLength(1);
  });

  it('counts the other suspects', () => {
    const { verdict } = report(4, [suspect(true, 1), suspect(false, 1), suspect(false, 1)], ledger());
    expect(verdict.sentence).toMatch(/ \(2 more suspects\)$/);
  });

  it('is possible where a holder was not proven', () => {
    const { verdict, suspects } = report(2, [suspect(false, mebi)], ledger());
    expect(verdict).toMatchObject({ outcome: 'possible', problem: 'retained-objects', confidence: 0.4 });
    expect(verdict.next[0]).toContain('at least 4 captures');
    expect(suspects).toHaveLength(1);
  });

  it('is possible where a holder gains less in each interval', () => {
    const { verdict } = report(4, [{ ...suspect(false, mebi), slowing: true }], ledger());
    expect(verdict.outcome).toBe('possible');
    expect(verdict.evidence[0]).toBe(
      'it gains less in each interval: a cache that is filling looks like this too',
    );
    expect(verdict.next).toEqual(['record again with at least 5 captures, and more work between them']);
  });

  it('is neither growth nor none where something is nearly full', () => {
    const filling = '`cache` gains less in each interval and is nearly full';
    const { verdict, suspects } = report(4, [], ledger(), flat(4), [filling]);
    expect(verdict).toMatchObject({ outcome: 'inconclusive', sentence: filling });
    expect(verdict.parts?.[0]).toMatchObject({ name: 'heap', state: 'not-judged', reason: filling });
    expect(verdict.evidence[0]).toMatch(/a leak if there is less and less work/);
    expect(suspects).toEqual([]);
  });

  it('tells a suspect before what is nearly full', () => {
    const { verdict } = report(4, [suspect(true, 20 * mebi)], ledger(), flat(4), ['`cache` is nearly full']);
    expect(verdict.sentence).toBe('Map `sessions` gains 2,000 entries per interval');
  });

  it('is silence with its numbers', () => {
    const { verdict, coverage } = report(3, [], ledger());
    expect(verdict.outcome).toBe('none');
    expect(verdict.sentence).toBe('no sustained growth in 3 captures (heap +0.1 MiB, noise ±0.0)');
    expect(coverage.notSeen).toContain('the heaps of worker threads');
  });

  it('is growth outside the heap, with no holder named', () => {
    const { verdict, suspects, coverage } = report(4, [suspect(false, mebi)], ledger(nativeGrowth));
    expect(verdict).toMatchObject({ outcome: 'growth', problem: 'native' });
    expect(verdict.sentence).toMatch(/^native memory grows 343 MiB\/h while the JavaScript heap is flat$/);
    expect(suspects).toEqual([]);
    expect(coverage.limits).toEqual([
      '1 unproven suspect in the JavaScript heap not shown: the growth is elsewhere',
    ]);
  });

  it('keeps to the larger growth where a proven suspect explains little of it', () => {
    const small = report(4, [suspect(true, mebi)], ledger(nativeGrowth));
    expect(small.verdict.problem).toBe('native');
    expect(small.suspects).toHaveLength(1);
    expect(report(4, [suspect(true, 300 * mebi)], ledger(nativeGrowth)).verdict.problem).toBe(
      'retained-objects',
    );
  });

  it('is growth of ArrayBuffers that external memory does not show, with their rate', () => {
    const blobs = (t: number) => ({ arrayBuffers: mebi + t * 1e5, rssAnonymous: 60 * mebi + t * 1e5 });
    const { verdict } = report(0, [], ledger(blobs));
    expect(verdict.sentence).toMatch(/^external memory grows 343 MiB\/h/);
    expect(verdict.evidence[0]).toMatch(/^array buffers: 1\.0 MiB to /);
  });

  it.each([
    [
      'external',
      (t: number) => ({ external: mebi + t * 1e5, rssAnonymous: 60 * mebi + t * 1e5 }),
      /^external memory grows 343 MiB\/h/,
    ],
    [
      'children',
      (t: number) => ({ children: Math.floor(t / 10) }),
      /^the number of child processes grows by 36\d\/h/,
    ],
    [
      'handles',
      (t: number) => ({ descriptors: 20 + Math.floor(t / 10) }),
      /^the number of open handles grows by 36\d\/h/,
    ],
  ] as const)('is growth of %s from the ledger alone', (problem, change, sentence) => {
    const { verdict, coverage } = report(0, [], ledger(change));
    expect(verdict).toMatchObject({ outcome: 'growth', problem });
    expect(verdict.sentence).toMatch(sentence);
    expect(coverage.method).toBe('ledger-only');
  });

  it('is never silence without something to hear', () => {
    expect(report(0, [], []).verdict.outcome).toBe('inconclusive');
    expect(report(1, [], []).verdict.sentence).toBe('one capture shows what fills the heap, not what grows');
    expect(report(2, [], []).verdict.outcome).toBe('inconclusive');
    expect(report(2, [], ledger()).verdict.outcome).toBe('none');
  });

  it('is possible where the heap grows and nobody is found to hold it', () => {
    const sizes = [10, 14, 18, 22].map((size) => size * mebi);
    expect(report(4, [], ledger(), sizes).verdict).toMatchObject({
      outcome: 'possible',
      problem: 'retained-objects',
    });
    expect(report(4, [], [], sizes).verdict.sentence).toBe(
      'the JavaScript heap gained 12.0 MiB, but no holder is known',
    );
  });

  it('takes captures that rise by more than they swing neither for growth nor for none', () => {
    const verdictOn = (sizes: number[]) =>
      report(
        sizes.length,
        [],
        [],
        sizes.map((size) => size * mebi),
      ).verdict;
    expect(verdictOn([10, 11, 17, 19])).toMatchObject({
      outcome: 'inconclusive',
      sentence: 'the JavaScript heap rose in 4 captures, but no holder is known (heap +9.0 MiB, noise ±2.5)',
    });
    expect(verdictOn([10, 19, 11, 14]).outcome).toBe('none');
  });

  it('calls a swinging heap a working set and one that levels off warm-up', () => {
    const working = report(
      3,
      [],
      ledger((t) => ({ heapUsed: (12 + (t % 30)) * mebi })),
    );
    expect(working.verdict).toMatchObject({ outcome: 'none', problem: 'working-set' });
    const warming = report(
      4,
      [],
      ledger(),
      [10, 15, 15.4, 15.5].map((size) => size * mebi),
    );
    expect(warming.verdict).toMatchObject({ outcome: 'none', problem: 'warm-up' });
  });

  describe('covers every part', () => {
    const states = ({ parts = [] }: Verdict) => parts.map(({ name, state }) => `${name} ${state}`);
    const allFlat = [
      'heap does-not-grow',
      'external does-not-grow',
      'native does-not-grow',
      'children does-not-grow',
      'handles does-not-grow',
    ];

    it('and clears a process of which all of them were judged', () => {
      const { verdict } = report(4, [], ledger());
      expect([verdict.outcome, states(verdict)]).toEqual(['none', allFlat]);
    });

    it('and judges what does not move in a quarter of a minute', () => {
      const { verdict } = report(4, [], withCaptures(ledger().slice(0, 36), [15, 20, 25, 30]));
      expect([verdict.outcome, states(verdict)]).toEqual(['none', allFlat]);
    });

    it('and clears nothing where native memory rose after the captures, unjudged', () => {
      const leak = (t: number) => ({ rss: (185 + t * 8) * mebi, rssAnonymous: (155 + t * 8) * mebi });
      const { verdict } = report(4, [], withCaptures(ledger(leak).slice(0, 30), [1, 9, 18, 27]));
      expect(verdict).toMatchObject({ outcome: 'inconclusive', confidence: 0 });
      expect(verdict.sentence).toBe(
        'no growth in the JavaScript heap, but resident memory rose from 185 MiB to 417 MiB and was not judged',
      );
      expect(verdict.next[0]).toBe(
        'record memory for longer, without captures: heaptrail attach PID --captures 0 --for 5m',
      );
    });

    it('and takes for a leak no more than it can what fills the memory that captures left free', () => {
      const hidden = (t: number) => ({
        rssAnonymous: (60 + (t >= 2 ? 50 : 0) + (t >= 32 ? 8 : 0) + (t >= 62 ? 8 : 0)) * mebi,
      });
      const { verdict } = report(4, [], withCaptures(ledger(hidden).slice(0, 95), [1, 31, 61, 91]));
      expect(states(verdict)).toContain('native not-judged');
      const ours = (t: number) => ({ rssAnonymous: (60 + (t >= 2 ? 50 : 0)) * mebi });
      const cleared = report(4, [], withCaptures(ledger(ours).slice(0, 95), [1, 31, 61, 91]));
      expect([cleared.verdict.outcome, states(cleared.verdict)]).toEqual(['none', allFlat]);
    });

    it('and clears by the ledger alone if there are no captures', () => {
      const { verdict } = report(0, [], ledger().slice(0, 70));
      expect([verdict.outcome, states(verdict)]).toEqual(['none', allFlat]);
      expect(verdict.sentence).toMatch(/^no sustained growth in 1 min 9 s of memory samples \(heap /);
      const short = report(0, [], ledger().slice(0, 30)).verdict;
      expect(short).toMatchObject({
        outcome: 'inconclusive',
        sentence: 'there is no complete capture to analyze',
      });
    });

    it('that loose snapshots can show, which is the JavaScript heap', () => {
      const { verdict } = report(4, [], []);
      expect([verdict.outcome, states(verdict)]).toEqual(['none', ['heap does-not-grow']]);
      expect(verdict.sentence).toBe(
        'no sustained growth in the JavaScript heap in 4 captures (heap +0.0 MiB, noise ±0.0)',
      );
    });

    it('and never clears with confidence 0', () => {
      for (const captures of [0, 1, 2, 3, 4]) {
        for (const samples of [
          [],
          ledger().slice(0, 1),
          ledger().slice(0, 30),
          ledger(),
          ledger(nativeGrowth),
        ]) {
          const { verdict } = report(captures, [], samples);
          const cleared = (verdict.parts ?? []).every(({ state }) => state === 'does-not-grow');
          expect(verdict.outcome === 'none').toBe(
            verdict.outcome === 'none' && verdict.confidence > 0 && cleared,
          );
        }
      }
    });
  });
});
