import type { Pulse } from '../../format/pulse.ts';
import type { Bytes, EpochMillis } from '../../format/units.ts';
import type { BirthEvidence } from '../../judgement/evidence.ts';
import { datingLimits } from '../../judgement/parameters/dating.ts';
import { sum } from '../totals.ts';

/**
 * One capture dated by the pulses before it. Each pulse gave V8's ids a watermark, and what it counted says what an
 * earlier capture would: whether the heap grew along, or only replaced what it had.
 */
export interface PulseDating {
  /** The largest id at each moment, oldest first; the last one is the capture's own. */
  readonly watermarks: readonly number[];
  /** One more than there are intervals; the last one is the capture's. */
  readonly moments: readonly DatedMoment[];
  /** Bytes of the heap that were alive at each moment. */
  readonly held: readonly Bytes[];
  /** Objects of the heap that were alive at each moment. */
  readonly objects: readonly number[];
  /** Objects that had settled at some pulse and were gone at the last one, whenever they were born. */
  readonly lost: number;
  /** The bytes of those. */
  readonly lostBytes: Bytes;
  /** What one object of those that stay takes, in the middle of the intervals. */
  readonly objectSize: Bytes;
}

export interface DatedMoment {
  readonly at: EpochMillis;
  readonly label: string;
  readonly operations?: number;
}

export interface DatableCapture {
  readonly at?: EpochMillis;
  readonly watermark: number;
  readonly operations?: number;
  readonly label: string;
}

const { fewestPulses, mostIntervals } = datingLimits;

/**
 * How pulses date the capture that ended their window; undefined if they are too few, or their ids are not those
 * of the capture.
 */
export function dateByPulses(pulses: readonly Pulse[], capture: DatableCapture): PulseDating | undefined {
  const window = windowBefore(pulses, capture);
  if (window.length < fewestPulses) return undefined;
  const chosen = evenlyChosen(window, Math.min(mostIntervals, window.length - 1));
  const ends = chosen.slice(0, -1);
  return {
    // The last pulse comes right before the capture: what is born between the two is no interval of its own.
    watermarks: [...ends.map(({ watermark }) => watermark), capture.watermark],
    moments: [
      ...ends.map((pulse) => momentOf(pulse, `pulse ${pulses.indexOf(pulse) + 1}`)),
      momentOf({ ...chosen[chosen.length - 1], ...capture }, capture.label),
    ],
    held: chosen.map(({ survivors }) => sum(survivors.bytes)),
    objects: chosen.map(({ survivors }) => sum(survivors.counts)),
    lost: lostIn(window.map(({ survivors }) => survivors.counts)),
    lostBytes: lostIn(window.map(({ survivors }) => survivors.bytes)),
    objectSize: sizeOfObject(window[window.length - 1]),
  };
}

/** The last series of pulses: ids that were cleared begin anew, and so do the counted intervals. */
function windowBefore(pulses: readonly Pulse[], { at, watermark }: DatableCapture): readonly Pulse[] {
  const before = pulses.filter((pulse) => at === undefined || pulse.at <= at);
  const start = before.findLastIndex((pulse) => pulse.survivors.counts.length === 1);
  const window = before.slice(Math.max(0, start));
  const whole = start >= 0 && window.every(({ survivors }, i) => survivors.counts.length === i + 1);
  return whole && (window.at(-1)?.watermark ?? Number.POSITIVE_INFINITY) <= watermark ? window : [];
}

/** Ends of equally many short intervals each; those that are left over come first, and count as from before. */
function evenlyChosen(window: readonly Pulse[], intervals: number): readonly Pulse[] {
  const last = window.length - 1;
  const step = Math.floor(last / intervals);
  return Array.from({ length: intervals + 1 }, (_, k) => window[last - (intervals - k) * step]);
}

function momentOf(
  { at, operations }: { readonly at: EpochMillis; readonly operations?: number },
  label: string,
): DatedMoment {
  return { at, label, ...(operations === undefined ? {} : { operations }) };
}

/**
 * What was born right before a pulse may be in flight there: an interval is counted from the next pulse on.
 *
 * @param alive what was alive at each pulse, by the interval of its birth
 */
function lostIn(alive: ReadonlyArray<readonly number[]>): number {
  const last = alive[alive.length - 1];
  let lost = 0;
  for (let interval = 0; interval + 1 < alive.length; interval++) {
    lost += Math.max(0, alive[interval + 1][interval] - last[interval]);
  }
  return lost;
}

function sizeOfObject({ survivors: { counts, bytes } }: Pulse): Bytes {
  const sizes = bytes.map((size, interval) => size / Math.max(1, counts[interval])).slice(1);
  return sizes.toSorted((a, b) => a - b)[sizes.length >> 1];
}

/**
 * What the pulses counted, beside growth that the capture shows: whether the heap grew along, and did not lose as much
 * elsewhere, as it would by replacing. It is told in objects and in bytes, because each is blind in its own way: a table
 * that moves to twice its size loses many bytes of one object, and compiled code that the engine drops loses thousands
 * of small objects with few bytes. What is replaced loses both.
 *
 * @param born bytes of the JavaScript heap that were born in each interval and live; index 0 is not judged
 */
export function evidenceOfPulses(
  { objects, lost, held, lostBytes, objectSize }: PulseDating,
  born: readonly Bytes[],
): ReadonlyArray<Omit<BirthEvidence, 'counts' | 'work'>> {
  const common = { kind: 'births', source: 'pulses', check: 'heap' } as const;
  return [
    {
      ...common,
      unit: 'objects',
      born: born.map((bytes) => bytes / objectSize),
      held: objects,
      released: lost,
    },
    { ...common, unit: 'bytes', born, held, released: lostBytes },
  ];
}
