import { describe, expect, it } from 'vitest';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { Capture, RecordingManifest } from '../../format/recording.ts';
import type { PartName } from '../../format/verdict.ts';
import { triage } from '../triage/judge.ts';
import { buildReport } from './build-report.ts';

const mebi = 1024 * 1024;
const start = 1_700_000_000_000;

/** Ten minutes of a Bun whose heap is flat, with so many worker threads at each capture. */
function report(workers: readonly (number | undefined)[], nativePerSecond = 0, parts?: readonly PartName[]) {
  const samples: MemorySample[] = Array.from({ length: 600 }, (_, t) => ({
    at: start + t * 1_000,
    rss: 90 * mebi + t * nativePerSecond,
    rssAnonymous: 60 * mebi + t * nativePerSecond,
    heapUsed: 12 * mebi,
    heapTotal: 20 * mebi,
    external: mebi,
    children: 0,
    descriptors: 20,
  }));
  const captures = workers.map((unseenWorkers, at): Capture => {
    const counted = unseenWorkers === undefined ? {} : { unseenWorkers };
    return { index: at + 1, file: `${at}`, at: start + at * 150_000, status: 'whole', ...counted };
  });
  const manifest = { target: { runtime: 'bun', command: ['bun'] }, captures, options: { parts }, notes: [] };
  const sizes = workers.map(() => 12 * mebi);
  const found = { suspects: [], nearlyFull: [], intervals: [], notSeen: [], limits: [], heap: { sizes } };
  return buildReport(
    { ...found, method: 'survivors-by-birth' },
    triage(samples, []),
    {
      folder: 'a',
      samples,
      captures: captures.map(({ file }) => ({ file, label: file })),
      limits: [],
      manifest: manifest as unknown as RecordingManifest,
    },
    start,
  );
}

const threadsIn = ({ verdict }: ReturnType<typeof report>) =>
  verdict.parts?.find(({ name }) => name === 'threads');

describe('worker threads whose heaps no capture shows', () => {
  it('keep a process from an all-clear', () => {
    const some = report([2, 2, 2, 2]);
    expect(some.verdict).toMatchObject({
      outcome: 'inconclusive',
      sentence: 'no growth in the JavaScript heap, but threads were not judged',
    });
    expect(some.verdict.next[0]).toContain('worker.getHeapSnapshot()');
    expect(threadsIn(some)).toMatchObject({ state: 'not-judged', first: 2, last: 2 });
    expect(some.coverage.notSeen).toContain('the heaps of worker threads');
  });

  it('are not mentioned if there are none', () => {
    const none = report([0, 0, 0, 0]);
    expect(none.verdict.outcome).toBe('none');
    expect(threadsIn(none)).toBeUndefined();
    expect(none.coverage.notSeen.join()).not.toContain('worker threads');
  });

  it('do not where the main heap alone was asked about', () => {
    expect(report([2, 2, 2, 2], 0, ['heap']).verdict.outcome).toBe('none');
  });

  it('are growth if there are more at each of three captures', () => {
    const more = report([2, 3, 5]);
    expect(more.verdict).toMatchObject({ outcome: 'growth', confidence: 0.75 });
    expect(more.verdict.sentence).toBe('worker threads pile up: 2 → 3 → 5');
    expect(threadsIn(more)?.state).toBe('grows');
    expect(threadsIn(report([2, 3]))?.state).toBe('not-judged');
  });

  it('are none where a pool starts and stays, or where two captures see one interval', () => {
    expect(report([0, 4, 4, 4]).verdict.outcome).toBe('inconclusive');
    expect(threadsIn(report([2, 3]))?.state).toBe('not-judged');
  });

  it('answer for native memory that grows with them', () => {
    const { verdict } = report([2, 3, 4, 5], 1e5);
    expect(verdict.sentence).toBe('worker threads pile up: 2 → 3 → 4 → 5');
    expect(verdict.evidence.join()).toContain('memory outside the heap');
  });

  it('are named beside native memory that grows, which may be in their heaps', () => {
    const { verdict } = report([1, 1, 1, 1], 1e5);
    expect(verdict).toMatchObject({ outcome: 'growth', problem: 'native' });
    expect(verdict.evidence).toContain('1 worker thread runs: its heap is part of this memory');
    expect(verdict.next[0]).toContain('worker.getHeapSnapshot()');
  });

  it('are said to be unknown where they could not be counted', () => {
    expect(report([undefined, undefined, undefined]).coverage.notSeen).toContain(
      'the heaps of worker threads',
    );
  });
});
