import type { MemorySample } from '../../../format/memory-sample.ts';
import type { MetricFigure, Point } from './figure.ts';

/**
 * The conventions of OpenTelemetry that the names follow. They still move: a new version is this line and the names
 * below it.
 */
export const schemaUrl = 'https://opentelemetry.io/schemas/1.45.0';

/** A figure of the ledger, as metrics have it. */
export interface SampleFigure extends MetricFigure {
  readonly points: (sample: MemorySample) => readonly Point[];
}

/** What is in a sample for a person or a judgement and not for a graph: `at` is the scrape's own, a mark is an event. */
type Figure = Exclude<
  keyof MemorySample,
  | 'at'
  | 'mark'
  | 'resources'
  | 'spaces'
  | 'parts'
  | 'machineUsed'
  | 'gcTime'
  | 'externalAfterGc'
  | 'arrayBuffersAfterGc'
>;
type Shape = readonly [
  name: string,
  unit: MetricFigure['unit'],
  help: string,
  kind?: MetricFigure['kind'],
  attributes?: Readonly<Record<string, string>>,
];

/** OpenTelemetry's own names first; what it has no name for is ours. */
const figures: Readonly<Record<Figure, Shape>> = {
  rss: ['process.memory.usage', 'By', 'resident memory'],
  virtualSize: ['process.memory.virtual', 'By', 'virtual memory'],
  cpu: ['process.cpu.time', 's', 'CPU time so far', 'counter'],
  threads: ['process.thread.count', '{thread}', 'threads'],
  descriptors: ['process.unix.file_descriptor.count', '{file_descriptor}', 'open file descriptors'],
  minorFaults: ['process.paging.faults', '{fault}', 'page faults so far', 'counter', faultOf('minor')],
  majorFaults: ['process.paging.faults', '{fault}', 'page faults so far', 'counter', faultOf('major')],
  rssAnonymous: ['heaptrail.target.memory.anonymous', 'By', 'resident memory that no file backs'],
  swap: ['heaptrail.target.memory.swap', 'By', 'memory swapped out to disk'],
  pageTables: ['heaptrail.target.memory.page_tables', 'By', 'page tables of the kernel'],
  children: ['heaptrail.target.children', '{process}', 'living descendants'],
  childrenRss: ['heaptrail.target.children.memory', 'By', 'resident memory of all descendants'],
  heapUsed: ['heaptrail.target.heap.used', 'By', 'JavaScript heap in use'],
  heapTotal: ['heaptrail.target.heap.committed', 'By', 'JavaScript heap committed'],
  heapLimit: ['heaptrail.target.heap.limit', 'By', 'limit of the JavaScript heap'],
  heapAfterGc: [
    'heaptrail.target.heap.after_gc',
    'By',
    'JavaScript heap right after the last full collection',
  ],
  committed: ['heaptrail.target.memory.committed', 'By', 'memory that the runtime committed'],
  allocated: ['heaptrail.target.memory.allocated', 'By', 'memory that the allocator of Bun has given out'],
  external: ['heaptrail.target.external', 'By', 'memory outside the heap that objects hold'],
  arrayBuffers: ['heaptrail.target.array_buffers', 'By', 'memory of ArrayBuffers, a part of external'],
  malloced: ['heaptrail.target.malloced', 'By', 'memory that V8 itself took with malloc'],
  eventLoopDelay: ['heaptrail.target.event_loop.delay', 's', 'how long an event waited at this moment'],
  cgroupUsage: ['heaptrail.target.cgroup.memory', 'By', 'memory of the control group'],
  cgroupLimit: ['heaptrail.target.cgroup.memory.limit', 'By', 'memory limit of the control group'],
  machineAvailable: ['heaptrail.machine.memory.available', 'By', 'memory available on the machine'],
};

export const sampleFigures: readonly SampleFigure[] = [
  ...Object.entries(figures).map(([field, shape]) => figureOf(field as Figure, shape)),
  {
    ...figure('v8js.memory.heap.used', 'By', "V8's heap in use, by space"),
    points: ({ spaces }) => by('v8js.heap.space.name', spaces),
  },
  {
    ...figure('v8js.resource.active', '{resource}', 'active handles and requests, by type', 'gauge'),
    points: ({ resources }) => by('v8js.resource.type', resources),
  },
  {
    ...figure('heaptrail.target.memory.part', 'By', 'resident memory by part; the parts add up'),
    points: ({ parts }) => by('part', parts?.sizes),
  },
];

function figureOf(field: Figure, [name, unit, help, kind, attributes]: Shape): SampleFigure {
  const perUnit = unit === 's' ? 1_000 : 1;
  return {
    ...figure(name, unit, help, kind),
    points: ({ [field]: value }) =>
      value === undefined
        ? []
        : [{ value: value / perUnit, ...(attributes === undefined ? {} : { attributes }) }],
  };
}

function figure(
  name: string,
  unit: MetricFigure['unit'],
  help: string,
  kind: MetricFigure['kind'] = unit === 's' ? 'gauge' : 'sum',
): MetricFigure {
  return { name, unit, kind, help };
}

function by(attribute: string, values: Readonly<Record<string, number>> = {}): readonly Point[] {
  return Object.entries(values).map(([name, value]) => ({ value, attributes: { [attribute]: name } }));
}

function faultOf(type: 'minor' | 'major'): Readonly<Record<string, string>> {
  return { 'system.paging.fault.type': type };
}
