import type { PathStep } from '../../format/suspect.ts';
import { expressionOf } from '../paths/expression.ts';

/** What to do about each kind of growth, the most likely fix first, whatever it was seen with. */
export const remedies = {
  array: ['remove each entry when it is no longer needed, or keep only the newest entries'],
  queue: [
    'the consumer has stopped or is too slow: end the queue when its consumer ends, and unsubscribe its producers',
    'or limit its length: drop the oldest entry or reject the newest',
  ],
  dictionary: ['`delete` the key when its session, request or job ends, or use a Map with a limit'],
  chain: [
    'unlink each object when it is no longer needed: one reference to the first link keeps the whole chain alive',
  ],
  string: [
    'keep a bounded tail (`text.slice(-limit)`, then copy it: a slice keeps its parent alive), or write the text to a file',
    'clear the buffer when the run, command or stream ends, including on timeouts',
  ],
  buffer: [
    'release the bytes when they are consumed. A small slice keeps its whole ArrayBuffer alive: copy what you keep',
  ],
  timers: [
    'keep the handle and call `clearInterval` / `clearTimeout` when its session ends or it is replaced',
    'unref() lets the process exit, but the timer and everything its callback closes over stay alive',
  ],
  emitter: [
    'remove the listener when its request, session or connection ends, or when what it waits for has come: `emitter.off(event, listener)`',
    // Not `once`: many listeners of one event may each wait for an event of their own.
    'or register one listener outside the loop',
  ],
} as const satisfies Record<string, readonly string[]>;

/** @param name how the program calls the Map or Set: its expression, or its class in small letters */
export function remedyOfCollection(name: string): readonly string[] {
  return [
    `delete the entry when its session, request or job ends, including on errors and timeouts: \`${name}.delete(…)\``,
    'or limit it: set a time to live (TTL) or a least-recently-used (LRU) limit',
  ];
}

/** The name at the end of an expression; a Map under a symbol or a key has none. */
export function nameAtEnd(expression: string): string | undefined {
  return /[\w$]+$/.exec(expression)?.[0];
}

const queueWords = /queue|pending|backlog|buffer|inbox|outbox|jobs|tasks|waiting|waiters|resolvers/i;

/** Whether an array is pushed to by some and drained by others, by its name or the class of its owner. */
export function isCalledQueue(expression: string, owner: string | undefined): boolean {
  return queueWords.test(expression) || /Queue/.test(owner ?? '');
}

/** What the listeners of an EventTarget, or of the signal that one is, are called and need. */
export function wordsOfEventTarget(owner: readonly PathStep[]): {
  readonly what: string;
  readonly remedy: readonly string[];
} {
  const isSignal = owner.some((step) => /^Abort(Signal|Controller)$/.test(step.name));
  return {
    what: `${isSignal ? 'AbortSignal' : 'EventTarget'} \`${expressionOf(owner) || owner.at(-1)?.name}\``,
    remedy: isSignal
      ? [
          'remove the abort listener when the operation settles: `signal.removeEventListener("abort", listener)`',
          'or give each operation its own AbortController',
        ]
      : ['remove the listener when its work is done, or pass `{ signal }` to addEventListener'],
  };
}
