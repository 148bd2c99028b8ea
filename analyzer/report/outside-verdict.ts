import { bytes, bytesPerHour, count, duration } from '../../format/quantities.ts';
import type { RuntimeName } from '../../format/recording.ts';
import type { Bytes } from '../../format/units.ts';
import type { ProblemKind, Verdict } from '../../format/verdict.ts';
import type { Triage } from '../triage/judge.ts';
import type { SeriesName } from '../triage/series.ts';

export interface OutsideVerdict {
  readonly verdict: Verdict;
  /** What grows outside the heap in bytes; absent if only a count does. */
  readonly perHour?: Bytes;
}

type OutsideProblem = Extract<ProblemKind, 'external' | 'native' | 'children' | 'threads' | 'handles'>;

const next: Readonly<Record<OutsideProblem, readonly string[]>> = {
  external: [
    'look for Buffers, ArrayBuffers and streams that native code keeps: no object in the heap was proven to hold them',
    'record with more captures if the application keeps Buffers itself',
  ],
  native: [
    'look at native addons, worker threads and the allocator. Try MALLOC_ARENA_MAX=2 or jemalloc to tell fragmentation from a leak',
    'a heap snapshot cannot show this memory. It includes queues in native code, such as messages that a busy worker or MessagePort has not read',
  ],
  children: ['find the code that starts child processes and never ends them: ps --ppid PID lists them'],
  threads: [
    'end a worker or close its pool when its work is done: `await worker.terminate()`, `await pool.destroy()`',
    'create one pool and reuse it',
  ],
  handles: [
    'close sockets, files, watchers and timers when their work ends: process.getActiveResourcesInfo() lists them',
  ],
};

function isOutside(problem: ProblemKind): problem is OutsideProblem {
  return problem in next;
}

/** What JavaScriptCore counts beside the cells of its heap, Bun calls extra memory; most of it is what strings hold. */
const nextOnBun: readonly string[] = [
  'on Bun, external memory is the contents of strings and Buffers: look for strings and Buffers that are kept',
  'record with more captures to see who holds them: heaptrail attach PID',
];

/**
 * Growth that no holder in the JavaScript heap can answer for, or undefined if triage saw none.
 * @param runtime of the target, if that is known
 */
export function outsideVerdict(triage: Triage, runtime?: RuntimeName): OutsideVerdict | undefined {
  const { problem } = triage;
  if (!isOutside(problem)) return undefined;
  const perHour = bytesGrowing(problem, triage);
  return {
    verdict: {
      outcome: 'growth',
      problem,
      sentence: `${fact(problem, triage)}${besides(triage)}`,
      confidence: triage.confidence,
      evidence: evidence(problem, triage),
      next: problem === 'external' && runtime === 'bun' ? nextOnBun : next[problem],
    },
    ...(perHour === undefined ? {} : { perHour }),
  };
}

const measuredBy: Readonly<Record<OutsideProblem, readonly SeriesName[]>> = {
  external: ['external', 'arrayBuffers'],
  native: ['native'],
  children: ['children', 'childrenRss'],
  threads: ['threads', 'native'],
  handles: ['descriptors', 'handles'],
};

function bytesGrowing(problem: OutsideProblem, { trends }: Triage): Bytes | undefined {
  const rates = bytesSeries[problem].flatMap((name) => {
    const trend = trends[name];
    return trend?.shape === 'growing' ? [trend.perHour] : [];
  });
  // One part of another is counted once.
  return rates.length === 0 ? undefined : Math.max(...rates);
}

const bytesSeries: Readonly<Record<OutsideProblem, readonly SeriesName[]>> = {
  external: ['external', 'arrayBuffers'],
  native: ['native'],
  children: ['childrenRss'],
  threads: ['native'],
  handles: [],
};

function fact(problem: OutsideProblem, triage: Triage): string {
  const { trends } = triage;
  const rate = bytesGrowing(problem, triage) ?? 0;
  switch (problem) {
    case 'external':
      return `external memory grows ${bytesPerHour(rate)}`;
    case 'native':
      return `native memory grows ${bytesPerHour(rate)}`;
    case 'children': {
      const number =
        trends.children?.shape === 'growing'
          ? `the number of child processes grows by ${count(trends.children.perHour)}/h`
          : undefined;
      return number ?? `memory of child processes grows ${bytesPerHour(rate)}`;
    }
    case 'threads':
      return `the number of threads grows by ${count(trends.threads?.perHour ?? 0)}/h`;
    case 'handles': {
      const grower = trends.descriptors?.shape === 'growing' ? trends.descriptors : trends.handles;
      const most = triage.growingResource === undefined ? '' : `, mostly ${triage.growingResource}`;
      return `the number of open handles grows by ${count(grower?.perHour ?? 0)}/h${most}`;
    }
  }
}

function besides({ trends }: Triage): string {
  return trends.heapUsed?.shape === 'flat' ? ' while the JavaScript heap is flat' : '';
}

const names: Readonly<Partial<Record<SeriesName, string>>> = {
  external: 'external memory',
  arrayBuffers: 'array buffers',
  native: 'memory outside the heap and external memory',
  children: 'child processes',
  childrenRss: 'resident memory of child processes',
  threads: 'threads',
  descriptors: 'file descriptors',
  handles: 'active resources',
};
const counted = new Set<SeriesName>(['children', 'threads', 'descriptors', 'handles']);

function evidence(problem: OutsideProblem, { trends, timeLeft }: Triage): string[] {
  const growing = measuredBy[problem].flatMap((name) => {
    const trend = trends[name];
    if (trend?.shape !== 'growing') return [];
    const say = counted.has(name) ? count : bytes;
    return [`${names[name]}: ${say(Math.round(trend.first))} to ${say(Math.round(trend.last))}`];
  });
  const left = timeLeft
    .slice(0, 1)
    .map(({ limit, left: span }) => `at this rate, the ${limit} is reached in about ${duration(span)}`);
  return [...growing, ...left];
}
