import type { MemorySeries, MemoryTrend } from '../../format/memory-trend.ts';
import { bytes, bytesPerHour, count, duration } from '../../format/quantities.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import type { ProblemKind } from '../../format/verdict.ts';
import { tellingLimits } from '../../judgement/parameters/verdict.ts';
import { countedSeries, seriesNames } from './series-words.ts';

const hour: Millis = 3_600_000;

/** Where memory went, in one line: what was not there is left out, and so is a rate that means nothing. */
export function memoryText(
  { duration: span, series, byCaptures }: MemoryTrend,
  captures: number,
  problem: ProblemKind,
): string[] {
  const texts = series
    .filter(({ first, last }) => first > 0 || last > 0)
    .map((each) =>
      seriesText(each, span, captures > 0 && inflated(each, problem) ? ours(each, byCaptures) : undefined),
    );
  return texts.length === 0 ? [] : [`memory: over ${duration(span)}, ${texts.join('; ')}`];
}

/** Less is not seen in any chart of a process. */
const worthAWord: Bytes = 16 * 1024 * 1024;

/** The process has more memory after a recording than before: say why. */
export function leftByCaptures(memory: MemoryTrend | undefined): string[] {
  const { byCaptures = 0 } = memory ?? {};
  if (byCaptures < worthAWord) return [];
  return [
    `left behind: captures raised resident memory by ${bytes(byCaptures)}. The process keeps that memory for a while and reuses it. It is not growth of the program`,
  ];
}

/** What captures took is no growth of the program's. */
function ours({ name }: MemorySeries, byCaptures: Bytes | undefined): string {
  return name === 'rss' && byCaptures !== undefined
    ? `, ${bytes(byCaptures)} of it due to captures`
    : ', inflated by captures';
}

function seriesText(series: MemorySeries, span: Millis, inflation: string | undefined): string {
  const { name, first, last } = series;
  const say = countedSeries.has(name) ? count : bytes;
  // What captures added is in both ends, and the slope between them says little beside it.
  const rate = inflation ?? rateText(series, span);
  const [was, is] = [say(Math.round(first)), say(Math.round(last))];
  const change = was === is ? was : `${was} to ${is}`;
  return `${seriesNames[name]} ${change}${rate}`;
}

function rateText({ name, perHour, unsure }: MemorySeries, span: Millis): string {
  if (unsure || countedSeries.has(name) || Math.abs((perHour * span) / hour) < tellingLimits.worthARate)
    return '';
  return ` (${perHour < 0 ? '' : '+'}${bytesPerHour(perHour)})`;
}

/** Native memory that was found to grow was compared where captures inflate it alike. */
function inflated({ name }: MemorySeries, problem: ProblemKind): boolean {
  return name === 'rss' || (name === 'native' && problem !== 'native');
}
