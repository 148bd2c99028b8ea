import type { PulseTrend } from '../../format/memory-trend.ts';
import type { Pulse } from '../../format/pulse.ts';
import { bytes, count } from '../../format/quantities.ts';
import type { Millis } from '../../format/units.ts';
import { tellingLimits } from '../../judgement/parameters/verdict.ts';
import { sum } from '../totals.ts';

const hour: Millis = 3_600_000;

/** What the pulses say together, or undefined if they are too few. */
export function pulseTrend(pulses: readonly Pulse[]): PulseTrend | undefined {
  const last = pulses.at(-1);
  if (last === undefined || pulses.length < tellingLimits.leastPulses) return undefined;
  const { survivors } = last;
  const counts = survivors.counts.slice(1, -1);
  const sizes = survivors.bytes.slice(1, -1);
  return {
    pulses: pulses.length,
    survivors,
    objectsPerInterval: median(counts),
    bytesPerInterval: median(sizes),
    ...ratesOver(counts, sizes, settledTime(pulses)),
    ...perOperation(counts, pulses),
  };
}

/** From the first pulse to the last but one; unknown if a torn line hides when an interval ended. */
function settledTime(pulses: readonly Pulse[]): Millis | undefined {
  const [first] = pulses;
  const end = pulses[pulses.length - 2];
  const whole = pulses[pulses.length - 1].survivors.counts.length === pulses.length;
  return whole && end.at > first.at ? end.at - first.at : undefined;
}

/** Over the whole settled time: an operation that straddles a pulse counts on one side of it. */
function perOperation(
  counts: readonly number[],
  pulses: readonly Pulse[],
): Pick<PulseTrend, 'objectsPerOperation'> {
  const from = pulses[0].operations;
  const to = pulses[pulses.length - 2].operations;
  if (from === undefined || to === undefined || to <= from || settledTime(pulses) === undefined) return {};
  return { objectsPerOperation: Math.round((sum(counts) / (to - from)) * 1000) / 1000 };
}

function ratesOver(
  counts: readonly number[],
  sizes: readonly number[],
  time: Millis | undefined,
): Pick<PulseTrend, 'objectsPerHour' | 'bytesPerHour'> {
  if (time === undefined) return {};
  return { objectsPerHour: (sum(counts) * hour) / time, bytesPerHour: (sum(sizes) * hour) / time };
}

const shownAtStart = 5;
const shownAtEnd = 2;

/** `pulses: objects alive by birth 54,080 / 3,138 / 2,245 / 2,002. Of the objects …`. */
export function pulseEvidence({
  survivors,
  objectsPerInterval,
  bytesPerInterval,
  objectsPerOperation,
}: PulseTrend): string {
  const counts = survivors.counts.map(count);
  const shown =
    counts.length > shownAtStart + shownAtEnd
      ? [...counts.slice(0, shownAtStart), '…', ...counts.slice(-shownAtEnd)]
      : counts;
  return (
    `pulses: objects alive by birth ${shown.join(' / ')}. ` +
    `Of the objects born between two pulses, ${count(objectsPerInterval)} (${bytes(bytesPerInterval)}) stay alive` +
    (objectsPerOperation === undefined ? '' : `, ${objectsPerOperation.toPrecision(3)} per operation`)
  );
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
