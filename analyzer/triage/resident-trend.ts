import type { MemorySample } from '../../format/memory-sample.ts';
import { type ResidentPart, type ResidentParts, residentParts } from '../../format/resident-parts.ts';
import type {
  BesideResident,
  ResidentFile,
  ResidentPartTrend,
  ResidentTrend,
} from '../../format/resident-trend.ts';
import type { Bytes } from '../../format/units.ts';
import { disturbs } from './series.ts';

interface Reading {
  readonly parts: ResidentParts;
  /** A capture follows, or one of a thread. */
  readonly isBeforeCapture: boolean;
}

/** Where resident memory is by the last reading of a ledger, and what each part gained while nothing was captured. */
export function residentTrend(samples: readonly MemorySample[]): ResidentTrend | undefined {
  const all = readingsIn(samples);
  const last = all.at(-1)?.parts;
  if (last === undefined) return undefined;
  const readings = all.filter(({ parts: { from } }) => from === last.from);
  const [{ parts: first }] = readings as [Reading];
  const files = filesOf(first, last);
  const beside = besideOf(samples, last);
  return {
    from: last.from,
    readings: readings.length,
    first: first.resident,
    last: last.resident,
    parts: residentParts.flatMap((name) => partTrend(name, readings)),
    ...(files.length === 0 ? {} : { files }),
    ...(last.allocator === undefined ? {} : { allocator: last.allocator }),
    ...(last.arenas === undefined ? {} : { arenas: last.arenas }),
    ...(Object.keys(beside).length === 0 ? {} : { beside }),
  };
}

function readingsIn(samples: readonly MemorySample[]): readonly Reading[] {
  return samples.flatMap((sample) =>
    sample.parts === undefined ? [] : [{ parts: sample.parts, isBeforeCapture: disturbs(sample) }],
  );
}

function partTrend(name: ResidentPart, readings: readonly Reading[]): ResidentPartTrend[] {
  const sizes = readings.map(({ parts }) => parts.sizes[name] ?? 0);
  if (sizes.every((size) => size === 0)) return [];
  const [first, last] = [sizes[0]!, sizes.at(-1)!];
  return [{ name, first, last, gain: gainOf(sizes, readings) }];
}

/**
 * The target stands still while it is captured: what a part gains meanwhile is the capture's. And what a capture collects
 * is not there at the end, however much was gained between captures.
 */
function gainOf(sizes: readonly Bytes[], readings: readonly Reading[]): Bytes {
  const gains = sizes.slice(1).map((size, k) => (readings[k]!.isBeforeCapture ? 0 : size - sizes[k]!));
  const undisturbed = gains.reduce((sum, gain) => sum + gain, 0);
  const inAll = sizes.at(-1)! - sizes[0]!;
  return undisturbed > 0
    ? Math.max(0, Math.min(undisturbed, inAll))
    : Math.min(0, Math.max(undisturbed, inAll));
}

/** A file that is not among the largest ones of the first reading has no gain that is known. */
function filesOf(
  { files: before = {} }: ResidentParts,
  { files = {} }: ResidentParts,
): readonly ResidentFile[] {
  return Object.entries(files).map(([name, last]) => ({ name, last, gain: last - (before[name] ?? last) }));
}

function besideOf(
  samples: readonly MemorySample[],
  { hugePages, lazilyFreed }: ResidentParts,
): BesideResident {
  const known = samples.findLast(
    ({ heapTotal, heapUsed }) => heapTotal !== undefined && heapUsed !== undefined,
  );
  const system = samples.findLast(({ rss }) => rss !== undefined);
  const all: BesideResident = {
    pageTables: system?.pageTables ?? 0,
    swap: system?.swap ?? 0,
    heapFree: Math.max(0, (known?.heapTotal ?? 0) - (known?.heapUsed ?? 0)),
    hugePages: hugePages ?? 0,
    lazilyFreed: lazilyFreed ?? 0,
  };
  return Object.fromEntries(Object.entries(all).filter(([, size]) => size > 0));
}
