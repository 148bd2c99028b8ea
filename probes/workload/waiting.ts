import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../format/units.ts';
import type { Workload } from './workload.ts';

/** For a program that works by itself: each interval is as long as the others. */
export function waiting(every: Millis): Workload {
  return {
    description: `${every / 1000} s of its own work`,
    run: async (_, signal) => {
      await sleep(every, undefined, { signal }).catch(() => {});
      return { notes: [] };
    },
  };
}
