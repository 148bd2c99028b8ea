import type { Millis } from '../../../format/units.ts';
import type { Connection } from '../../connection.ts';
import type { HeapKnowledge } from './capture-cost.ts';
import { type CaptureConditions, roomFor } from './guards.ts';

/** What a look at the heap of this target has to be weighed by, but for what its runtime says. */
export async function conditionsOf(
  connection: Connection,
  folder: string,
  longestPause: Millis | undefined,
  known: Omit<HeapKnowledge, 'runtime'>,
): Promise<CaptureConditions> {
  const { runtime, version } = connection.target;
  return {
    freeDisk: await roomFor(connection, folder),
    version,
    longestPause,
    known: { ...known, runtime },
    outside: connection.heapFromOutside,
  };
}
