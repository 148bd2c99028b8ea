import { describe, expect, it } from 'vitest';
import type { HeapReport, Report } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';
import type { Verdict } from '../../format/verdict.ts';
import { joinHeaps } from './join-heaps.ts';

function heap(pid: number, verdict: Partial<Verdict>, suspects: readonly Suspect[] = []): HeapReport {
  const report = {
    verdict: {
      outcome: 'none',
      problem: 'none',
      sentence: 'quiet',
      confidence: 0.9,
      evidence: [],
      next: [],
      ...verdict,
    },
    suspects,
    intervals: [],
    coverage: {
      captures: 4,
      method: 'survivors-by-birth',
      notSeen: ['what ended before'],
      limits: [`limit ${pid}`],
    },
  } as unknown as Report;
  return { name: `process ${pid}`, pid, report };
}

const leak = (fingerprint: string, bytesPerHour: number) =>
  ({ fingerprint, title: 'Map grows', confirmed: true, growth: { bytesPerHour } }) as unknown as Suspect;
const growth = { outcome: 'growth', problem: 'retained-objects', sentence: 'Map grows' } as const;

describe('several heaps', () => {
  it('have the verdict of the one that leaks most, by its name', () => {
    const joined = joinHeaps(
      [heap(1, {}), heap(2, growth, [leak('a', 10)]), heap(3, growth, [leak('b', 99)])],
      [],
    );
    expect(joined.verdict).toMatchObject({
      outcome: 'growth',
      sentence: 'process 3 leaks: Map grows',
      evidence: ['of 3 heaps, 2 grow, 1 does not grow'],
    });
    expect(joined.heaps!.map(({ pid }) => pid)).toEqual([3, 2, 1]);
    expect(joined.suspects.map(({ heaps }) => heaps)).toEqual([['process 3'], ['process 2']]);
    expect(joined.coverage.captures).toBe(12);
  });

  it('blame the heap that leaks before the process that only sees its memory', () => {
    const parent = heap(1, { outcome: 'growth', problem: 'children', sentence: 'child processes grow' });
    const joined = joinHeaps([parent, heap(2, growth, [leak('a', 10)])], []);
    expect(joined.verdict.sentence).toBe('process 2 leaks: Map grows');
  });

  it('share a leak that grows in all of them', () => {
    const joined = joinHeaps([heap(1, growth, [leak('a', 1)]), heap(2, growth, [leak('a', 2)])], []);
    expect(joined.suspects).toHaveLength(1);
    expect(joined.suspects[0]!.heaps).toEqual(['process 2', 'process 1']);
  });

  it('say once what holds for all, and the rest with its heap', () => {
    const { coverage } = joinHeaps([heap(1, {}), heap(2, {})], ['cut off']);
    expect(coverage.notSeen).toEqual(['what ended before']);
    expect(coverage.limits).toEqual(['cut off', 'process 1: limit 1', 'process 2: limit 2']);
  });

  it('are no proof of silence if none could be judged', () => {
    const unsure = { outcome: 'inconclusive', sentence: 'too short' } as const;
    expect(joinHeaps([heap(1, unsure), heap(2, unsure)], []).verdict.outcome).toBe('inconclusive');
    expect(joinHeaps([heap(1, unsure), heap(2, {})], []).verdict).toMatchObject({
      outcome: 'inconclusive',
      sentence: 'process 1: too short',
      evidence: ['of 2 heaps, 1 does not grow, 1 cannot be judged'],
    });
  });

  it('are cleared without those that ended before they could be judged', () => {
    const unsure = { outcome: 'inconclusive', sentence: 'too short' } as const;
    expect(joinHeaps([{ ...heap(1, unsure), ended: true }, heap(2, {})], []).verdict).toMatchObject({
      outcome: 'none',
      sentence: 'no sustained growth in 1 heap (process 2: quiet)',
    });
  });
});
