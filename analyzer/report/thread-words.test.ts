import { describe, expect, it } from 'vitest';
import type { AllocationSite, StackFrame } from '../../format/allocations.ts';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { WorkerKind } from '../../format/recording.ts';
import type { Report } from '../../format/report.ts';
import { triage } from '../triage/judge.ts';
import { outsideVerdict } from './outside-verdict.ts';
import { withThreads } from './thread-words.ts';

const mebi = 2 ** 20;

/** Three minutes of a process whose heap is flat, with `threads` of them at each second. */
function samples(threads: (second: number) => number, perThread: number): readonly MemorySample[] {
  return Array.from({ length: 180 }, (_, second) => ({
    at: 1_700_000_000_000 + second * 1_000,
    rss: 100 * mebi + threads(second) * perThread,
    heapUsed: 20 * mebi,
    heapTotal: 30 * mebi,
    external: mebi,
    arrayBuffers: 0,
    threads: threads(second),
    descriptors: 20 + 3 * threads(second),
  }));
}

describe('threads that pile up', () => {
  it('are the finding, and not the memory and the descriptors that each has', () => {
    const piling = samples((second) => 11 + Math.floor(second / 3), 8 * mebi);
    expect(outsideVerdict(triage(piling))?.verdict).toMatchObject({
      problem: 'threads',
      sentence: 'the number of threads grows by 1,200/h while the JavaScript heap is flat',
      evidence: expect.arrayContaining([expect.stringMatching(/^threads: 1\d to \d\d$/)]),
    });
  });

  it('are no explanation of native memory that grows by more than threads take', () => {
    const few = samples((second) => 11 + Math.floor(second / 10), 400 * mebi);
    expect(triage(few).problem).toBe('native');
  });

  it.each([
    ['a pool that starts once', (second: number) => (second < 40 ? 11 : 15)],
    ['a pool that is made anew for each job', (second: number) => 11 + (second % 6)],
  ])('are not seen in %s', (_, threads) => {
    const { trends } = triage(samples(threads, 0));
    expect(trends.threads?.shape).not.toBe('growing');
  });
});

describe('who they are', () => {
  const frame = (name: string, file: string, dependency?: true): StackFrame => ({
    function: name,
    file,
    line: 5,
    column: 1,
    ...(dependency ? { dependency } : {}),
  });
  const site = (...frames: StackFrame[]): AllocationSite => ({
    frame: frames[0]!,
    stacks: [{ frames, bytes: 1, bytesPerInterval: 1, share: 1 }],
    bytes: 1,
    bytesPerInterval: 1,
    samples: 1,
  });
  const report = (problem: string, sites: readonly AllocationSite[] = []) =>
    ({
      verdict: { problem, evidence: ['threads: 11 to 60'] },
      allocations: { interval: 1, profiles: 2, sites },
    }) as unknown as Report;
  const kinds: readonly WorkerKind[] = [
    { file: 'file:///app/node_modules/piscina/dist/worker.js', atStart: 3, started: 40, ended: 0 },
    { name: 'mailer-1', atStart: 0, started: 4, ended: 1 },
    { file: 'file:///app/steady.js', atStart: 2, started: 5, ended: 5 },
  ];

  it('says what they run, and who starts them', () => {
    const sites = [
      site(frame('push', 'src/queue.ts')),
      site(
        frame('Worker', 'node:internal/worker'),
        frame('addWorker', 'piscina/dist/index.js', true),
        frame('handle', 'src/jobs.ts'),
      ),
    ];
    expect(withThreads(report('threads', sites), kinds).verdict.evidence).toEqual([
      '43 worker threads of dist/worker.js at the end, 3 at the start: 40 started, none ended',
      '3 worker threads of code passed as a string (`mailer-1`) at the end, 0 at the start: 4 started, 1 ended',
      '`handle` in src/jobs.ts:5 starts worker threads',
      'threads: 11 to 60',
    ]);
  });

  it('names a dependency if nobody else is on the stack', () => {
    const sites = [
      site(frame('Worker', 'node:internal/worker'), frame('addWorker', 'piscina/index.js', true)),
    ];
    expect(withThreads(report('threads', sites)).verdict.evidence[0]).toBe(
      '`addWorker` in piscina/index.js:5 starts worker threads',
    );
  });

  it('has nothing to say of another problem', () => {
    expect(withThreads(report('native'), kinds).verdict.evidence).toEqual(['threads: 11 to 60']);
  });
});
