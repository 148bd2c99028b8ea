import { bytes, bytesPerHour, count, duration } from '../../format/quantities.ts';
import type { Verdict } from '../../format/verdict.ts';
import { deathLimits } from '../../judgement/parameters/verdict.ts';
import { prove } from '../../judgement/prove.ts';
import type { JudgedLife } from '../triage/judge-processes.ts';
import { diedOfMemory, type EndCause, type LifeEnd } from '../triage/life-end.ts';

const sizesOverTime =
  'log process.memoryUsage() and process.uptime() from start to end: only sizes over time show growth';
const nearTheLimit =
  'start it with --heapsnapshot-near-heap-limit=2, then compare the snapshots: heaptrail analyze FILE FILE';

/** How a life ended, as evidence beside what was seen within it. */
export function endEvidence({ end }: JudgedLife): string[] {
  return end !== undefined && diedOfMemory(end) ? [`how it ended: ${whatHappened(end)}`] : [];
}

/**
 * What the death of one process for want of memory says by itself. It is never "no growth"; V8's own says that what
 * filled the heap was alive, all others only how much there was.
 */
export function deathVerdict({ end }: JudgedLife): Verdict | undefined {
  if (end === undefined || !diedOfMemory(end)) return undefined;
  const isHeap = end.how === 'heap-limit';
  return {
    outcome: isHeap ? 'possible' : 'inconclusive',
    problem: isHeap ? 'retained-objects' : 'unknown',
    sentence: whatHappened(end),
    confidence: isHeap ? deathLimits.one : 0,
    evidence: [
      ...(isHeap ? ['full garbage collections freed nothing: everything in the heap was still in use'] : []),
      isHeap
        ? 'a single event like this can be a leak, or work that needs more memory than the limit'
        : 'a single event like this shows how much memory was in use, not that it grew',
    ],
    next: isHeap ? [nearTheLimit, sizesOverTime] : [sizesOverTime],
  };
}

/** What several ends of one program say together; undefined if they say no more than one does. */
export function deathsVerdict(lives: readonly JudgedLife[]): Verdict | undefined {
  const ends = lives.flatMap(({ end }) => end ?? []);
  const group = largestGroup(ends.filter(diedOfMemory));
  if (group.length < 2) return crashes(ends.filter(({ how }) => how === 'crash'));
  const [{ how }] = group;
  const isHeap = how === 'heap-limit';
  const byAge = sizeByAge(group);
  return {
    outcome: 'possible',
    problem: isHeap ? 'retained-objects' : 'unknown',
    sentence: `${together[how](`${count(group.length)} times${span(group)}`, nameOf(group))}`,
    confidence: group.length === 2 ? deathLimits.two : deathLimits.more,
    evidence: [
      ...ranges(group),
      ...(byAge === undefined ? [] : [byAge]),
      isHeap
        ? 'everything in the heap was in use each time: a leak, or work that needs more memory than the limit'
        : 'a leak that each restart resets looks like this, and so does work that needs more memory than the limit',
    ],
    next: isHeap ? [nearTheLimit, sizesOverTime] : [sizesOverTime],
  };
}

/** A crash is no end for want of memory: only what all of them had by their age tells something. */
function crashes(ends: readonly LifeEnd[]): Verdict | undefined {
  const byAge = sizeByAge(ends);
  if (byAge === undefined) return undefined;
  return {
    outcome: 'possible',
    problem: 'unknown',
    sentence: `in ${count(ends.length)} runs that ended in crashes, ${byAge}`,
    confidence: deathLimits.more,
    evidence: [...ranges(ends), 'each run has only one size: its earlier memory is not known'],
    next: [sizesOverTime],
  };
}

function whatHappened(end: LifeEnd): string {
  const { how, size, limit, age, name = 'the process' } = end;
  const at = size === undefined ? '' : ` at ${bytes(size)}`;
  const of = limit === undefined ? '' : ` (limit ${bytes(limit)})`;
  const after = age === undefined ? '' : ` after ${duration(age)}`;
  switch (how) {
    case 'kernel':
      return `the kernel killed ${name}${at}${of}${after} because memory ran out`;
    case 'container':
      return `${name} was killed${at}${after} because it reached its memory limit`;
    case 'restart-limit':
      return `${name} was restarted${at}${after} because it passed its limit${limit === undefined ? '' : ` of ${bytes(limit)}`}`;
    case 'heap-limit':
      return `V8 ended the process${after} because its heap was full of live objects${size === undefined ? '' : ` (${bytes(size)})`}`;
    case 'crash':
      return `the process crashed${at}${after}`;
    case 'killed':
      return `${name} was killed from outside${end.signal === undefined ? '' : ` (${end.signal})`}${after}`;
    case 'exited':
      return `${name} ended by itself${after}`;
    case 'gone':
      return `${name} ended${after}, and nothing tells why`;
  }
}

const together: Readonly<Record<EndCause, (times: string, name: string) => string>> = {
  kernel: (times, name) => `the kernel killed ${name} ${times} because memory ran out`,
  container: (times, name) => `${name} was killed ${times} because it reached its memory limit`,
  'restart-limit': (times, name) => `${name} was restarted ${times} because it passed its memory limit`,
  'heap-limit': (times) => `V8 ended the process ${times} because its heap was full of live objects`,
  crash: (times) => `the process crashed ${times}`,
  killed: (times, name) => `${name} was killed from outside ${times}`,
  exited: (times, name) => `${name} ended by itself ${times}`,
  gone: (times, name) => `${name} ended ${times}, and nothing tells why`,
};

/** Ends of one cause and one program belong together; a log of the kernel has those of all programs. */
function largestGroup(ends: readonly LifeEnd[]): readonly LifeEnd[] {
  const groups = new Map<string, LifeEnd[]>();
  for (const end of ends) {
    const key = `${end.how} ${end.how === 'container' ? '' : (end.name ?? '')}`;
    groups.set(key, [...(groups.get(key) ?? []), end]);
  }
  return [...groups.values()].reduce((most, group) => (group.length > most.length ? group : most), []);
}

function nameOf(ends: readonly LifeEnd[]): string {
  const names = new Set(ends.map(({ name }) => name ?? 'the process'));
  return names.size === 1 ? [...names][0] : 'containers in one log';
}

/** Ages of processes and clocks since a start are no calendar: they cannot be compared from life to life. */
const calendar = Date.UTC(2000, 0);

function span(ends: readonly LifeEnd[]): string {
  const times = ends.flatMap(({ at = 0 }) => (at >= calendar ? [at] : []));
  const apart = Math.max(...times) - Math.min(...times);
  return times.length < 2 || apart < 1_000 ? '' : ` in ${duration(apart)}`;
}

function ranges(ends: readonly LifeEnd[]): string[] {
  const sizes = ends.flatMap(({ size }) => size ?? []);
  const ages = ends.flatMap(({ age }) => age ?? []);
  return [
    ...(sizes.length === 0 ? [] : [`it used ${between(sizes, bytes)} each time`]),
    ...(ages.length === 0 ? [] : [`it had run for ${between(ages, duration)}`]),
  ];
}

function between(values: readonly number[], say: (value: number) => string): string {
  const [least, most] = [say(Math.min(...values)), say(Math.max(...values))];
  return least === most ? least : `${least} to ${most}`;
}

/** Lives of one program that had the more memory the longer they lived. */
function sizeByAge(ends: readonly LifeEnd[]): string | undefined {
  const points = ends
    .flatMap(({ age: at, size: value }) => (at === undefined || value === undefined ? [] : [{ at, value }]))
    .toSorted((a, b) => a.at - b.at);
  if (points.length < 2) return undefined;
  const series = {
    kind: 'series',
    source: 'ledger',
    unit: 'bytes',
    floor: [points],
    least: deathLimits.gainByAge,
  } as const;
  const { trend } = prove(series);
  if (trend.shape !== 'growing') return undefined;
  const [first, last] = [points[0], points[points.length - 1]];
  return `memory was higher the longer they ran: ${bytes(first.value)} after ${duration(first.at)}, ${bytes(last.value)} after ${duration(last.at)} (${bytesPerHour(trend.perHour)})`;
}
