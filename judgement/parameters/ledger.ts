import type { MemorySeries } from '../../format/memory-trend.ts';
import { type Parameter, type ParameterUnit, valuesOf } from './parameter.ts';

const mebi = 1024 * 1024;
const ofLedger = (name: string) => ['analyzer/triage/ledger-limits.test.ts', name] as const;

function gain(
  value: number,
  unit: ParameterUnit,
  why: string,
  decided: Pick<Parameter, 'decision'> = {},
): Parameter {
  return { value, unit, why, ...decided, test: ofLedger('a gain that just matters') };
}

const ofResident = 'an allocator moves by a few MiB on its own, and the probe may cause as much';
const ofRuntime =
  'less than 1 MiB during a recording is too little to act on, and the probe itself may cause as much';

/** The smallest gain of each series of the ledger that matters, over the time that was looked at. */
export const leastGainParameters = {
  rss: gain(4 * mebi, 'B', ofResident),
  heapUsed: gain(mebi, 'B', ofRuntime),
  external: gain(mebi, 'B', ofRuntime),
  arrayBuffers: gain(mebi, 'B', ofRuntime),
  native: gain(4 * mebi, 'B', ofResident),
  children: gain(3, 'children', 'a program that starts one or two helpers does not pile them up'),
  childrenRss: gain(4 * mebi, 'B', ofResident),
  threads: gain(
    6,
    'threads',
    'pools start their threads once, when they are first needed: the libuv pool has four',
    { decision: 'D-040' },
  ),
  descriptors: gain(8, 'handles', 'a few connections that happen to be open are no leak'),
  handles: gain(8, 'handles', 'a few timers and requests that happen to be pending are no leak'),
  rssAnonymous: gain(4 * mebi, 'B', ofResident),
  cgroupUsage: gain(4 * mebi, 'B', ofResident),
  machineUsed: gain(32 * mebi, 'B', 'all processes of a machine together move by more than one does'),
  heapTotal: gain(4 * mebi, 'B', 'V8 resizes its heap by whole MiB'),
  swap: gain(4 * mebi, 'B', ofResident),
  virtualSize: gain(64 * mebi, 'B', 'engines and allocators reserve addresses in blocks of up to 64 MiB'),
} satisfies Record<MemorySeries['name'], Parameter>;

/** What else the ledger is judged by. */
export const ledgerParameters = {
  leastShare: {
    value: 0.02,
    unit: 'share',
    why: 'of the size at first: a large heap moves more without a leak',
    test: ofLedger('a gain of a large series that just matters'),
  },
  quietShare: {
    value: 0.25,
    unit: 'share',
    why: 'of a gain that matters: this much shows in a quarter of the time that proof of growth takes',
    decision: 'D-088',
    test: ofLedger('children that are just quiet enough'),
  },
  quietSure: {
    value: 0.5,
    unit: 'confidence',
    why: 'in so short a time a slow leak would not show',
    test: ofLedger('children that are just quiet enough'),
  },
  swingShare: {
    value: 0.25,
    unit: 'share',
    why: 'of the heap at first: a heap that swings this much above a flat floor does work and does not leak',
    test: ofLedger('a heap that swings by just a share of itself'),
  },
  leastSwing: {
    value: 4 * mebi,
    unit: 'B',
    why: 'the heap of any program swings by less than this',
    test: ofLedger('a heap that swings by just enough'),
  },
  mostPerThread: {
    value: 128 * mebi,
    unit: 'B',
    why: 'a worker thread takes a few MiB, and more for what it loads',
    decision: 'D-040',
    test: ofLedger('native memory that threads just explain'),
  },
  longAlone: {
    value: 120_000,
    unit: 'ms',
    why: "memory after a capture is disturbed for a while and grows with V8's tracking of ids: two minutes before the first capture are enough to judge alone",
    test: ofLedger('the time before the first capture is just long enough'),
  },
  shareAlone: {
    value: 0.4,
    unit: 'share',
    why: 'of the whole time: a smaller part says too little about it',
    test: ofLedger('the time before the first capture is just a large enough share'),
  },
} satisfies Record<string, Parameter>;

/** When a recording that waits, or a watch, takes its captures. */
export const signParameters = {
  committedRise: {
    value: 16 * mebi,
    unit: 'B',
    why: 'V8 resizes a small heap by a few MiB at any time; from this much on, captures tell more than waiting',
    decision: 'D-088',
    test: ['analyzer/triage/heap-rise.test.ts', 'a committed heap that rises by just enough'],
  },
  floorStep: {
    value: mebi,
    unit: 'B',
    why: 'floors after captures that gain less are flat, as for the heap in the ledger',
    test: ['analyzer/triage/heap-rise.test.ts', 'floors after captures that rise by just enough'],
  },
  sureEnough: {
    value: 0.75,
    unit: 'confidence',
    why: 'below this, a trend may still be chance: a window costs the target more than waiting for a few more samples',
    test: ['analyzer/report/ledger-judgement.test.ts', 'growth that is just sure enough'],
  },
} satisfies Record<string, Parameter>;

export const leastGain: Readonly<Record<MemorySeries['name'], number>> = valuesOf(leastGainParameters);
export const ledgerLimits = valuesOf(ledgerParameters);
export const signLimits = valuesOf(signParameters);
