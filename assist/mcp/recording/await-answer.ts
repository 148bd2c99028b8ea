import { setTimeout as sleep } from 'node:timers/promises';
import { printable } from '../../../format/printable.ts';
import type { Millis } from '../../../format/units.ts';
import type { Call } from './call.ts';
import type { RecordingSlot, Running } from './recording-slot.ts';

/** Clients give up after a minute, many of them even if they are told of progress. */
const patience: Millis = 50_000;

/**
 * The answer of what is under way, or how far it is if it takes longer than clients wait. A call that its client cancels
 * ends the work in order.
 */
export async function awaitAnswer(
  running: Running,
  slot: RecordingSlot,
  { signal, tell }: Call,
  longest: Millis = patience,
): Promise<string> {
  const unfollow = running.follow(tell);
  const end = () => running.end();
  signal.addEventListener('abort', end, { once: true });
  const over = new AbortController();
  try {
    const answer = await Promise.race([
      running.answer,
      sleep(longest, undefined, { signal: over.signal }).catch(() => undefined),
    ]);
    if (answer === undefined) return underWay(running);
    slot.heard(running);
    return answer;
  } catch (error) {
    slot.heard(running);
    throw error;
  } finally {
    over.abort();
    signal.removeEventListener('abort', end);
    unfollow();
  }
}

/** The command line's progress names keys that nobody can press here. */
const keysOfTerminal = / \(Ctrl-C [^)]*\)/g;

function underWay({ what, latest }: Running): string {
  return `${what} goes on (${printable(latest.replace(keysOfTerminal, ''))}). Call verdict to wait for the answer, or verdict with stop: true to end it now.`;
}
