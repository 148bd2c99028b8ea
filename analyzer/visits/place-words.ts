import type { PathStep, SuspectKind } from '../../format/suspect.ts';
import { expressionOf } from '../paths/expression.ts';
import type { PlaceHistory } from './place-histories.ts';

/** How a place is called, what it gains and what to do. */
export interface PlaceWords {
  readonly kind: SuspectKind;
  readonly what: string;
  /** In the plural. */
  readonly gains: string;
  readonly remedy: readonly string[];
}

const emitterStore = '._events';
const targetStore = '[Symbol(kEvents)]';
const queueWords = /queue|pending|backlog|buffer|inbox|outbox|jobs|tasks|waiting|waiters|resolvers/i;

export function wordsOf({ kind, entry }: PlaceHistory, path: readonly PathStep[]): PlaceWords {
  const name = `\`${expressionOf(path) || path.at(-1)?.name}\``;
  const holder = path.at(-1)?.name ?? '';
  const listened = path.findLastIndex(({ edge }) => edge === emitterStore || edge === targetStore);
  if (listened > 0 && path.length - listened <= 3) return listeners(path, listened);
  if (/^(TimersList|Timeout|Immediate)$/.test(holder) || entry === 'TimersList') return timers;
  switch (kind) {
    case 'map':
    case 'set':
      return {
        kind,
        what: `${holder} ${name}`,
        gains: 'entries',
        remedy: [
          'delete the entry when its session, request or job ends, including on errors and timeouts',
          'or limit it: set a time to live (TTL) or a least-recently-used (LRU) limit',
        ],
      };
    case 'array':
      return queueWords.test(name) || /Queue/.test(path.at(-2)?.name ?? '')
        ? {
            kind: 'queue',
            what: `queue ${name}`,
            gains: 'entries',
            remedy: [
              'the consumer has stopped or is too slow: end the queue when its consumer ends, and unsubscribe its producers',
              'or limit its length: drop the oldest entry or reject the newest',
            ],
          }
        : {
            kind: 'array',
            what: `Array ${name}`,
            gains: 'entries',
            remedy: ['remove each entry when it is no longer needed, or keep only the newest entries'],
          };
    case 'dictionary':
      return {
        kind: 'dictionary',
        what: `${holder} ${name} used as a dictionary`,
        gains: 'keys',
        remedy: ['`delete` the key when its session, request or job ends, or use a Map with a limit'],
      };
    case 'linked-list':
      return {
        kind: 'linked-list',
        what: `chain of ${holder} at ${name}`,
        gains: 'links',
        remedy: [
          'unlink each object when it is no longer needed: one reference to the first link keeps the whole chain alive',
        ],
      };
    case 'string':
      return {
        kind: 'string-buffer',
        what: `string ${name}`,
        gains: 'appends',
        remedy: [
          'keep a bounded tail (`text.slice(-limit)`, then copy it: a slice keeps its parent alive), or write the text to a file',
          'clear the buffer when the run, command or stream ends, including on timeouts',
        ],
      };
    case 'buffer':
      return {
        kind: 'buffer',
        what: `${holder} ${name}`,
        gains: 'bytes',
        remedy: ['release the bytes when they are consumed, or copy what you keep and drop the rest'],
      };
  }
}

const timers: PlaceWords = {
  kind: 'timers',
  what: "Node's timer list",
  gains: 'timers',
  remedy: [
    'keep the handle and call `clearInterval` / `clearTimeout` when its session ends or it is replaced',
    'unref() lets the process exit, but the timer and everything its callback closes over stay alive',
  ],
};

function listeners(path: readonly PathStep[], store: number): PlaceWords {
  const owner = path.slice(0, store);
  const name = `\`${expressionOf(owner) || owner.at(-1)?.name}\``;
  if (path[store].edge === emitterStore) {
    const event = path[store + 1]?.edge.replace(/^\.|^\["|"\]$/g, '');
    return {
      kind: 'listeners',
      what: `${owner.at(-1)?.name ?? 'EventEmitter'} ${name}`,
      gains: event === undefined ? 'listeners' : `listeners of "${event}"`,
      remedy: [
        'remove the listener when its request, session or connection ends: `emitter.off(event, listener)`',
        'or register one listener outside the loop, or use `once` if one event is enough',
      ],
    };
  }
  const isSignal = owner.some((step) => /^Abort(Signal|Controller)$/.test(step.name));
  return {
    kind: 'listeners',
    what: `${isSignal ? 'AbortSignal' : 'EventTarget'} ${name}`,
    gains: 'listeners',
    remedy: isSignal
      ? [
          'remove the abort listener when the operation settles: `signal.removeEventListener("abort", listener)`',
          'or give each operation its own AbortController',
        ]
      : ['remove the listener when its work is done, or pass `{ signal }` to addEventListener'],
  };
}
