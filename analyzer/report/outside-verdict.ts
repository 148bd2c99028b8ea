import { bytes, bytesPerHour, count, duration } from '../../format/quantities.ts';
import type { Bytes } from '../../format/units.ts';
import type { ProblemKind, Verdict } from '../../format/verdict.ts';
import type { Triage } from '../triage/judge.ts';
import type { SeriesName } from '../triage/series.ts';

export interface OutsideVerdict {
  readonly verdict: Verdict;
  /** What grows outside of the heap in bytes; absent where only a count does. */
  readonly perHour?: Bytes;
}

type OutsideProblem = Extract<ProblemKind, 'external' | 'native' | 'children' | 'threads' | 'handles'>;

const next: Readonly<Record<OutsideProblem, readonly string[]>> = {
  external: [
    'look for Buffers, ArrayBuffers and streams that native code keeps: no object of the heap was proven to hold them',
    'record with more captures if the application keeps Buffers itself',
  ],
  native: [
    'look at native addons, worker threads and the allocator; try MALLOC_ARENA_MAX=2 or jemalloc to tell fragments from a leak',
    'a heap snapshot cannot show this memory; queues in native code are part of it, such as messages that a busy worker or MessagePort has not read',
  ],
  children: ['look at who starts child processes and never ends them: ps --ppid PID'],
  threads: [
    'end a worker or close its pool when its work is done: `await worker.terminate()`, `await pool.destroy()`',
    'make one pool and reuse it',
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
  'on Bun, external memory is the contents of strings and Buffers: look for texts and bytes that are kept',
  'record with more captures to see who holds them: heaptrail attach PID',
];

/**
 * Growth that no holder in the JavaScript heap can answer for, or undefined where triage saw none.
 * @param runtime of the target, where that is known
 */
export function outsideVerdict(triage: Triage, runtime?: 'node' | 'bun'): OutsideVerdict | undefined {
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
          ? `child processes grow by ${count(trends.children.perHour)}/h`
          : undefined;
      return number ?? `child processes grow ${bytesPerHour(rate)}`;
    }
    case 'threads':
      return `threads pile up by ${count(trends.threads?.perHour ?? 0)}/h`;
    case 'handles': {
      const grower = trends.descriptors?.shape === 'growing' ? trends.descriptors : trends.handles;
      const most = triage.growingResource === undefined ? '' : `, most of all ${triage.growingResource}`;
      return `open handles grow by ${count(grower?.perHour ?? 0)}/h${most}`;
    }
  }
}

function besides({ trends }: Triage): string {
  return trends.heapUsed?.shape === 'flat' ? ' while the JavaScript heap is flat' : '';
}

const names: Readonly<Partial<Record<SeriesName, string>>> = {
  external: 'external memory',
  arrayBuffers: 'array buffers',
  native: 'memory beside the heap and external memory',
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
    .map(({ limit, left: span }) => `at this rate the ${limit} is reached in about ${duration(span)}`);
  return [...growing, ...left];
}
