import { constants } from 'node:os';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const endOfRecording = 'ending the recording; press Ctrl-C again to quit now';

/**
 * Runs `work` with a signal that the first Ctrl-C (or SIGTERM, SIGHUP) aborts, so that the work ends
 * in order. The second one ends this program at once.
 * @param notice told when that begins
 */
export async function untilInterrupted<T>(
  work: (signal: AbortSignal) => Promise<T>,
  notice = endOfRecording,
): Promise<T> {
  const interrupted = new AbortController();
  const onSignal = (name: (typeof signals)[number]) => {
    if (interrupted.signal.aborted) process.exit(128 + constants.signals[name]);
    process.stderr.write(`\n${notice}\n`);
    interrupted.abort();
  };
  for (const name of signals) process.on(name, onSignal);
  try {
    return await work(interrupted.signal);
  } finally {
    for (const name of signals) process.off(name, onSignal);
  }
}
