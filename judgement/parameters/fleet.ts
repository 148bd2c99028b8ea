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
  leastWatched: {
    value: hour,
    unit: 'ms',
    why: 'a process that was watched for less time may grow and not have shown it yet',
    test: ['fleet/join/instances.test.ts', 'a process that was watched for just long enough is healthy'],
  },
} satisfies Record<string, Parameter>;

export const fleetLimits = valuesOf(fleetParameters);
