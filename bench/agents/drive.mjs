import { setTimeout as pause } from 'node:timers/promises';

/** So many sessions may fail one after another: a capture pauses the program, and connections are lost meanwhile. */
const failuresInARow = 8;

/**
 * Repeats ended sessions, or turns of one open session, until `stop` is called. `failed` rejects with the driver's error
 * if nothing works: a recording of a program that does not work says nothing.
 */
export function drive(driver, running, { mode, pauseMilliseconds }) {
  const work = { count: 0, failures: 0, lastFailure: undefined, failed: undefined, stop: undefined };
  let ending = false;
  let inARow = 0;
  const whole = (async () => {
    const turn = mode === 'open' ? await driver.openSession(running) : () => driver.endedSession(running);
    while (!ending) {
      try {
        await turn(work.count);
        work.count += 1;
        inARow = 0;
      } catch (error) {
        work.failures += 1;
        work.lastFailure = error.message;
        if (++inARow === failuresInARow) throw error;
      }
      await pause(pauseMilliseconds);
    }
  })();
  work.failed = new Promise((_, reject) => whole.catch((error) => !ending && reject(error)));
  work.failed.catch(() => {});
  /** Waits for the session that is under way, but not long: the program may have stopped answering. */
  work.stop = async () => {
    ending = true;
    await Promise.race([whole.catch(() => {}), pause(10_000)]);
  };
  return work;
}
