import type { JscSession } from './jsc-session.ts';
import { turnTimeout } from './turn-timeout.ts';

/** The inspector's own function finds all of a class, also those that the program has no name for; ended ones have -1. */
const expression = `typeof queryInstances === 'function'
  ? queryInstances(Worker).filter((worker) => worker.threadId >= 0).length
  : undefined`;

/**
 * How many worker threads run. Each has a heap of its own, which Bun's inspector does not show.
 * @returns undefined if it cannot be told, as inside a Bun. Never rejects.
 */
export async function countWorkers(session: JscSession): Promise<number | undefined> {
  const params = { expression, includeCommandLineAPI: true, returnByValue: true };
  const reply = await session.send('Runtime.evaluate', params, turnTimeout).catch(() => undefined);
  const count = reply?.result.value;
  return typeof count === 'number' && !reply?.wasThrown ? count : undefined;
}
