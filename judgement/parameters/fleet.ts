import { type Parameter, valuesOf } from './parameter.ts';

const hour = 3_600_000;

/** What many processes of one service say together. */
export const fleetParameters = {
  chance: {
    value: 0.05,
    unit: 'share',
    why: 'a difference between two versions that chance alone makes more often is not reported as one',
    test: ['judgement/presence.test.ts', 'a leak that just enough processes have is new'],
  },
  leastPace: {
    value: 0.2,
    unit: 'share',
    why: 'of its rate: with thousands of processes a smaller change is sure too, and follows the load more than the code',
    test: ['judgement/pace.test.ts', 'a change of the rate that is just large enough is told'],
  },
  leastWatched: {
    value: hour,
    unit: 'ms',
    why: 'a process that was watched for less time may grow and not have shown it yet',
    test: ['fleet/join/instances.test.ts', 'a process that was watched for just long enough is healthy'],
  },
} satisfies Record<string, Parameter>;

export const fleetLimits = valuesOf(fleetParameters);
