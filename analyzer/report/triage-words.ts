import { bytes, count, counted, duration } from '../../format/quantities.ts';
import type { Millis } from '../../format/units.ts';
import type { Verdict } from '../../format/verdict.ts';
import { floorLimits, trendLimits } from '../../judgement/parameters/trend.ts';
import { triageLimits } from '../../judgement/parameters/verdict.ts';
import type { Trend } from '../../judgement/series/trend.ts';
import type { JudgedLife } from '../triage/judge-processes.ts';

const hour: Millis = 3_600_000;

export const attach = 'see who holds it: heaptrail attach PID';
export const logMore =
  'log process.memoryUsage() and process.uptime() as JSON: heapUsed, heapTotal and external show the kind of growth';

/**
 * Whether so much resident memory over such a time cannot be garbage of a heap that nobody knows. The floor that a
 * trend is read from ends where its last window begins: what the rate adds up to over the whole time counts.
 */
export function isBeyondGarbage({ perHour }: Trend, { triage, timeless }: JudgedLife): boolean {
  const gain = (perHour * triage.duration) / hour;
  const { collectedLater, longEnough } = triageLimits;
  return gain >= collectedLater && triage.duration >= longEnough && !timeless;
}

/** How much longer it takes until the windows of a trend are filled, at the pace of the samples so far. */
export function untilEnough({ triage: { samples, duration: span } }: JudgedLife): Millis {
  if (samples < 2) return 0;
  return (
    (Math.max(0, trendLimits.fewestPoints * floorLimits.leastPerWindow - samples) * span) / (samples - 1)
  );
}

/** How long the process was observed: in samples if they have no times. */
export function spanOfLife({ triage, timeless }: JudgedLife): string {
  return timeless ? counted(triage.samples, 'sample') : duration(triage.duration);
}

/** @param longer how much more it takes */
export function tooShort(life: JudgedLife, longer: Millis): Verdict {
  const { samples, duration: span } = life.triage;
  return {
    outcome: 'inconclusive',
    problem: 'unknown',
    sentence: tooShortSentence(life, longer),
    confidence: 0,
    evidence:
      samples <= 1 || span === 0
        ? [
            'a size divided by an uptime is not a growth rate: most of it may have been there after the first minute',
          ]
        : heapSeen(life.triage),
    next: ['measure again before the process restarts, at least every minute'],
  };
}

function tooShortSentence(life: JudgedLife, longer: Millis): string {
  const { samples, duration: span } = life.triage;
  if (samples <= 1) return 'one sample shows how much memory is in use, not that it grows';
  if (span === 0)
    return `${counted(samples, 'sample')} from one moment show how much memory is in use, not that it grows`;
  if (!life.timeless)
    return `${duration(span)} of samples is not enough: about ${duration(longer)} more needed`;
  const more = Math.ceil((longer / span) * (samples - 1));
  return `${counted(samples, 'sample')} are not enough: about ${count(more)} more needed`;
}

function heapSeen({ trends }: JudgedLife['triage']): string[] {
  const heap = trends.heapUsed;
  if (heap?.shape !== 'unsure' || heap.gain <= 0) return [];
  return heap.from === 'windows'
    ? ['the heap rises, but too few garbage collections were seen: what it gained may be garbage']
    : [`so far the heap after garbage collection went from ${bytes(heap.first)} to ${bytes(heap.last)}`];
}
