import { statfs } from 'node:fs/promises';
import path from 'node:path';
import type { MemorySample } from '../../../format/memory-sample.ts';
import { counted, duration } from '../../../format/quantities.ts';
import { allLooks, isAtLeast, nextRungSentence, type RungChoice } from '../../../format/rungs.ts';
import type { Bytes, Millis } from '../../../format/units.ts';
import type { Connection, HeapFromOutside } from '../../connection.ts';
import { headroom } from '../../ledger/headroom.ts';
import { ProbeError, systemErrorCode } from '../../probe-error.ts';
import { type CaptureCost, estimateCost, type HeapKnowledge, nodesIn } from './capture-cost.ts';
import { heapFloor, liveHeap } from './live-heap.ts';
import { type RungCost, rungCosts } from './rung-costs.ts';

/** Whether the target survives a snapshot, the disk takes it, and nobody waits for longer than they said. */

/**
 * From this share of the heap limit on, V8 counts collections that free little, and ends the process after
 * four of them (`Heap::CheckIneffectiveMarkCompact`); a snapshot forces several in a row.
 */
const nearHeapLimit = 0.8;
/** What Node's limit leaves for new objects beside what lives on, by major version: three semi-spaces. */
const youngGeneration: readonly (readonly [major: number, size: Bytes])[] = [
  [26, 96 << 20],
  [24, 192 << 20],
  [0, 48 << 20],
];

export interface CaptureConditions {
  readonly freeDisk: Bytes;
  /** Of the target's Node. */
  readonly version: string;
  readonly known?: HeapKnowledge;
  /** The longest pause that is acceptable; none if absent. */
  readonly longestPause?: Millis | undefined;
  /** For a target that cannot say how large its heap is. */
  readonly outside?: HeapFromOutside | undefined;
  /** Why the runtime itself can take none now. */
  readonly refusal?: ProbeError | undefined;
}

/** A capture that was thought about before it is taken. */
export interface WeighedCapture {
  /** Absent if the process did not say how large its heap is. */
  readonly cost?: CaptureCost;
  /** Why it should not be taken now, in words with figures; empty if nothing speaks against it. */
  readonly risks: readonly string[];
}

/** @param samples in order of time, the last one of this moment */
export function weighCapture(
  told: readonly MemorySample[],
  { freeDisk, version, known, longestPause, outside, refusal }: CaptureConditions,
  of: RungCost = rungCosts.snapshot,
): WeighedCapture {
  const samples =
    outside === undefined ? told : told.slice(-1).map((sample) => bounded(sample, outside, version));
  const now = samples.at(-1);
  const live = liveHeap(samples);
  if (now === undefined || live === undefined) {
    return { risks: ['the process did not say how large its heap is, so the cost of a snapshot is unknown'] };
  }
  const whole = estimateCost(now, live, known);
  const cost = {
    pause: whole.pause * of.pause,
    memory: whole.memory * of.memory,
    disk: whole.disk * of.disk,
  };
  const risks = [
    memoryRisk(now, live.size, cost.memory, of),
    of.collects ? heapLimitRisk(now, heapFloor(samples, now), version, of) : undefined,
    diskRisk(cost.disk, freeDisk, of),
    pauseRisk(cost.pause, longestPause, of),
    of.disk > 0 ? refusal?.message : undefined,
  ];
  return { cost, risks: risks.filter((risk) => risk !== undefined) };
}

function bounded(sample: MemorySample, outside: HeapFromOutside, version: string): MemorySample {
  const { heapUsed, oldLimit } = outside(sample);
  return { ...sample, heapUsed, heapLimit: oldLimit + youngSizeOf(version) };
}

/** One collection while stacks are tracked, with an id for every new object: 1.05 million took 785 ms on Node 20. */
const trackedPausePerNode: Millis = 0.0008;
/** They come every 50 ms, and a request that takes three turns of the event loop waits for three of them. */
const longestTrackedPause: Millis = 500;
/** The heap may come as much nearer to its limit until the interval ends. */
const nearHeapLimitAtStart = 0.7;

export interface StackCost {
  readonly nodes: number;
  /** Of each collection. */
  readonly pause: Millis;
}

/** Whether the target can bear that V8 tracks the stack of every allocation. It takes next to no memory: 10 MB were seen. */
export function weighStacks(
  samples: readonly MemorySample[],
  {
    nodes,
    version,
    longestPause = longestTrackedPause,
  }: Pick<CaptureConditions, 'version' | 'longestPause'> & { readonly nodes: number | undefined },
): { readonly cost: StackCost; readonly risks: readonly string[] } {
  const now = samples.at(-1);
  const alive = nodes ?? nodesIn(liveHeap(samples) ?? { size: 0 });
  const cost = { nodes: alive, pause: alive * trackedPausePerNode };
  const slow =
    `garbage is collected every 50 ms, and each collection may take ${duration(cost.pause)} with ${counted(alive, 'object')}, ` +
    `more than the limit of ${duration(longestPause)}`;
  const risks = [
    cost.pause > longestPause ? slow : undefined,
    now && heapLimitRisk(now, heapFloor(samples, now), version, { near: nearHeapLimitAtStart }),
  ];
  return { cost, risks: risks.filter((risk) => risk !== undefined) };
}

function memoryRisk(now: MemorySample, live: Bytes, memory: Bytes, { name }: RungCost): string | undefined {
  const available = headroom(now);
  if (available === undefined || memory <= available) return undefined;
  const { cgroupLimit = Number.POSITIVE_INFINITY, cgroupUsage = 0, machineAvailable } = now;
  const inGroup = cgroupLimit - cgroupUsage < (machineAvailable ?? Number.POSITIVE_INFINITY);
  return (
    `${name} of ${mebibytes(live)} of heap may take ${mebibytes(memory)} more memory, ` +
    `and only ${mebibytes(available)} is left ${inGroup ? 'in its control group' : 'on this machine'}`
  );
}

function heapLimitRisk(
  { heapLimit }: MemorySample,
  floor: Bytes,
  version: string,
  { name = 'a snapshot', near = nearHeapLimit }: { readonly name?: string; readonly near?: number } = {},
): string | undefined {
  if (heapLimit === undefined) return undefined;
  const limit = heapLimit - youngSizeOf(version);
  if (floor < near * limit) return undefined;
  return (
    `its heap holds ${mebibytes(floor)} of at most ${mebibytes(limit)}: ` +
    `this close to the limit, the collections of ${name} can end the process`
  );
}

export function youngSizeOf(version: string): Bytes {
  const major = Number.parseInt(version, 10);
  return youngGeneration.find(([from]) => major >= from)?.[1] ?? 0;
}

function diskRisk(disk: Bytes, freeDisk: Bytes, { name }: RungCost): string | undefined {
  if (disk <= freeDisk) return undefined;
  return `${name.replace(/^a /, 'the ')} may take ${mebibytes(disk)} on disk, and only ${mebibytes(freeDisk)} is free there`;
}

function pauseRisk(pause: Millis, longest: Millis | undefined, { name }: RungCost): string | undefined {
  if (longest === undefined || pause <= longest) return undefined;
  const look = name.replace(/^a /, 'the ');
  return `${look} may pause the process for ${seconds(pause)}, more than the limit of ${seconds(longest)}`;
}

function mebibytes(bytes: Bytes): string {
  return `${Math.round(bytes / (1 << 20)).toLocaleString('en')} MiB`;
}

function seconds(span: Millis): string {
  return `${(span / 1000).toFixed(1)} s`;
}

/** Of a snapshot that the target writes itself there is a copy for a while, which may be on the same disk. */
const copies = 2;

/** What there is for a capture into the folder. */
export async function roomFor(
  { writesInto }: Pick<Connection, 'writesInto'>,
  folder: string,
): Promise<Bytes> {
  const free = await freeDiskAt(folder);
  return writesInto === undefined ? free : Math.min(free, await freeDiskAt(writesInto)) / copies;
}

/** What an ordinary user can still write where the folder is, or will be made. */
export async function freeDiskAt(folder: string): Promise<Bytes> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    try {
      const { bavail, bsize } = await statfs(at);
      return bavail * bsize;
    } catch (error) {
      if (systemErrorCode(error) !== 'ENOENT' || at === path.dirname(at)) throw error;
    }
  }
}

export function refusedCapture(risks: readonly string[], canBeVisited = false): ProbeError {
  return new ProbeError(
    'capture-refused',
    `a capture now is too dangerous: ${risks.join('; ')}`,
    canBeVisited
      ? 'look without a snapshot with --plan light, free memory or disk space, or take the risk with --force'
      : 'free memory or disk space, or take the risk with --force',
  );
}

/** Which rung was taken, why not the captures, and what these and the rung in between would have cost: one line. */
export function takenInsteadOf({ risks, cost }: WeighedCapture, { taken, next }: RungChoice): string {
  const begun = `${allLooks(taken)} take the place of captures, because ${refusedCapture(risks).message}${costOfOne(cost)}`;
  return next === undefined || isAtLeast(next.rung, 'snapshot')
    ? begun
    : `${begun}. ${nextRungSentence(next)}`;
}

function costOfOne(cost: CaptureCost | undefined): string {
  if (cost === undefined) return '';
  return (
    `. One capture could pause the process for ${seconds(cost.pause)}, and take ${mebibytes(cost.memory)} of memory ` +
    `and ${mebibytes(cost.disk)} of disk`
  );
}
