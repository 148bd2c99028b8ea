import type { StandInSeries } from '../../format/memory-trend.ts';
import { type Parameter, valuesOf } from './parameter.ts';

function telling(value: number, why: string): Parameter {
  return {
    value,
    unit: 'factor',
    why,
    test: ['analyzer/report/stand-in-verdict.test.ts', 'growth of a stand-in is as sure as it tells'],
  };
}

/** How far the growth of what stands in for resident memory is growth of the process: 1 may prove it. */
export const standInParameters = {
  rssAnonymous: telling(1, 'it is resident memory without files: growth of it is growth of the process'),
  cgroupUsage: telling(0.9, 'it includes the page cache and all processes of the group'),
  machineUsed: telling(0.7, 'any process on the machine may be the one that grows'),
  heapTotal: telling(0.7, 'it grows with short bursts of work, and says little about what stays in use'),
  swap: telling(0.5, 'it also grows when other processes need memory'),
  virtualSize: telling(0.4, 'reserved address space takes no memory'),
} satisfies Record<StandInSeries, Parameter>;

export const quietStandInParameters = {
  leastSure: {
    value: 0.5,
    unit: 'confidence',
    why: 'a series that contains everything else and does not grow is an answer, however much it swings',
    test: [
      'analyzer/report/stand-in-verdict.test.ts',
      'a quiet stand-in that holds everything is sure enough',
    ],
  },
} satisfies Record<string, Parameter>;

export const standInWeights: Readonly<Record<StandInSeries, number>> = valuesOf(standInParameters);
export const { leastSure: standInLeastSure } = valuesOf(quietStandInParameters);
