import { partNames } from '../../format/part-words.ts';
import { bytes, bytesPerHour, count, duration } from '../../format/quantities.ts';
import type { JudgedPart, PartName, PartState } from '../../format/verdict.ts';
import type { Trend } from '../../judgement/series/trend.ts';
import { followsHeap, type Triage } from '../triage/judge.ts';
import type { SeriesName } from '../triage/series.ts';
import { lookIntoWorkers } from './unseen-threads.ts';

/** The series that a part is judged by. If one grows, the part grows. */
const seriesOf: Readonly<Record<PartName, readonly SeriesName[]>> = {
  heap: ['heapUsed'],
  external: ['external', 'arrayBuffers'],
  native: ['native'],
  resident: ['rss'],
  children: ['children', 'childrenRss'],
  handles: ['descriptors', 'handles'],
  threads: ['threads'],
};
const counts: ReadonlySet<SeriesName> = new Set(['children', 'threads', 'descriptors', 'handles']);

/** One part by what the ledger shows of it. */
export function partOfLedger(name: PartName, triage: Triage): JudgedPart {
  const series = seriesOf[name].flatMap((each) => {
    const trend = triage.trends[each];
    return trend === undefined ? [] : [{ series: each, trend, state: stateOf(each, triage) }];
  });
  const [told] = series.toSorted(
    (a, b) => weight[b.state] - weight[a.state] || gainOf(b.trend) - gainOf(a.trend),
  );
  if (told === undefined) return { name, state: 'not-judged', reason: unmeasured(triage) };
  const { trend, state } = told;
  return {
    name,
    state,
    reason: reasonOf(told.series, trend, state),
    first: trend.first,
    last: trend.last,
    ...(state === 'grows' ? { perHour: trend.perHour } : {}),
  };
}

/** Which of two series speaks for their part. */
const weight: Readonly<Record<PartState, number>> = { grows: 2, 'not-judged': 1, 'does-not-grow': 0 };

function gainOf({ first, last }: Trend): number {
  return last - first;
}

function unmeasured({ samples }: Triage): string {
  return samples === 0 ? 'no memory ledger was recorded' : 'not measured';
}

function stateOf(name: SeriesName, { trends }: Triage): PartState {
  const trend = trends[name]!;
  if (trend.shape === 'growing') return followsHeap(trends, name) ? 'not-judged' : 'grows';
  // What was judged without any sureness was not judged.
  return trend.shape === 'unsure' || trend.confidence === 0 ? 'not-judged' : 'does-not-grow';
}

function reasonOf(name: SeriesName, trend: Trend, state: PartState): string {
  const change = changeOf(name, trend);
  switch (state) {
    case 'grows':
      return counts.has(name)
        ? `${change} (${count(trend.perHour)}/h)`
        : `${change} (${bytesPerHour(trend.perHour)})`;
    case 'does-not-grow':
      return trend.shape === 'levelling' ? `${change}, nearly level at the end` : change;
    case 'not-judged':
      return trend.longer === undefined
        ? `${change}, in step with the heap`
        : `${change}, about ${duration(trend.longer)} more needed`;
  }
}

function changeOf(name: SeriesName, { first, last }: Trend): string {
  const say = counts.has(name) ? count : bytes;
  const [was, is] = [say(Math.round(first)), say(Math.round(last))];
  return was === is ? was : `${was} to ${is}`;
}

/** `did not grow: JavaScript heap, handles; not judged: native memory (…)`, in one line. */
export function partsText(parts: readonly JudgedPart[]): string {
  const named = (state: PartState) =>
    parts.filter((part) => part.state === state).map(({ name }) => partNames[name]);
  const groups = [
    [named('grows'), 'grew'],
    [named('does-not-grow'), 'did not grow'],
  ] as const;
  return [
    ...groups.filter(([names]) => names.length > 0).map(([names, what]) => `${what}: ${names.join(', ')}`),
    ...parts
      .filter(({ state }) => state === 'not-judged')
      .map(({ name, reason }) => `not judged: ${partNames[name]} (${reason})`),
  ].join('; ');
}

/** The options that judge what was not. */
export function howToJudge(unjudged: readonly JudgedPart[]): readonly string[] {
  const names = unjudged.map(({ name }) => name);
  const byTime = names.filter((name) => name !== 'threads');
  const besideHeap = names.includes('native') || names.includes('external');
  const longer = besideHeap
    ? 'record memory for longer, without captures: heaptrail attach PID --captures 0 --for 5m'
    : 'record for longer: heaptrail attach PID --for 5m';
  return [
    ...(names.includes('threads') ? [lookIntoWorkers] : []),
    ...(byTime.length > 0 ? [longer] : []),
    'if only the JavaScript heap matters, add --parts heap',
  ];
}
