import type { MetricFigure } from './figure.ts';
import { sampleFigures } from './sample-figures.ts';

/** What only heaptrail knows, under its own names. */
export const own = {
  up: {
    name: 'heaptrail.target.up',
    unit: '{process}',
    kind: 'gauge',
    help: '1 while the process is watched, 0 once it ended or was lost',
  },
  sampledAt: {
    name: 'heaptrail.target.last_sample',
    unit: 's',
    kind: 'gauge',
    help: 'when the figures were read, in seconds since 1970',
  },
  ours: {
    name: 'heaptrail.target.capture_residue',
    unit: 'By',
    kind: 'gauge',
    help: "resident memory left from heaptrail's captures",
  },
  leakRate: {
    name: 'heaptrail.leak.rate',
    unit: 'By/h',
    kind: 'gauge',
    help: 'what each leak of the last report gains',
  },
  leakConfidence: {
    name: 'heaptrail.leak.confidence',
    unit: '1',
    kind: 'gauge',
    help: 'how sure each leak of the last report is, from 0 to 1',
  },
  growthConfidence: {
    name: 'heaptrail.growth.confidence',
    unit: '1',
    kind: 'gauge',
    help: 'how sure it is that memory grows, by kind of problem, from 0 to 1',
  },
  timeLeft: {
    name: 'heaptrail.growth.time_left',
    unit: 's',
    kind: 'gauge',
    help: 'time until a limit is reached, from when it was said',
  },
  looks: { name: 'heaptrail.looks', unit: '{look}', kind: 'counter', help: 'close looks at the process' },
  pause: {
    name: 'heaptrail.look.pause',
    unit: 's',
    kind: 'counter',
    help: 'how long close looks paused the process, in all',
  },
  agentCpu: {
    name: 'heaptrail.agent.cpu.time',
    unit: 's',
    kind: 'counter',
    help: 'CPU time of heaptrail itself',
  },
  agentMemory: {
    name: 'heaptrail.agent.memory.usage',
    unit: 'By',
    kind: 'gauge',
    help: 'resident memory of heaptrail itself',
  },
  events: { name: 'heaptrail.events', unit: '{event}', kind: 'counter', help: 'reported events, by kind' },
} as const satisfies Readonly<Record<string, MetricFigure>>;

/** All that is ever told. */
export const figures: readonly MetricFigure[] = [...sampleFigures, ...Object.values(own)];
