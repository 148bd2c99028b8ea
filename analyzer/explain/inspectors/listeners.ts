import { type Inspector, quoted } from '../inspector.ts';
import { edgesOf, type Subject } from '../subject.ts';

const nodeInternal = /^\[Symbol\(kEvents\)\]$/;

/** Listeners that are added and never removed: EventEmitter, EventTarget and AbortSignal. */
export const listeners: Inspector = {
  name: 'listeners',
  inspect(subject) {
    const edges = edgesOf(subject);
    if (edges.includes('._events')) return emitter(subject, edges);
    if (edges.some((edge) => nodeInternal.test(edge))) return eventTarget(subject);
    return undefined;
  },
};

function emitter(subject: Subject, edges: readonly string[]) {
  const path = [...subject.holderPath, ...subject.entryPath];
  const at = edges.lastIndexOf('._events');
  const event = edges[at + 1]?.replace(/^\./, '').replace(/^\["(.*)"\]$/, '$1');
  const owner = path[at - 1]?.name ?? 'EventEmitter';
  const named = event !== undefined && !event.startsWith('[') ? ` of "${event}"` : '';
  return {
    kind: 'listeners' as const,
    what: `${owner} ${quoted(subject)}`,
    gains: `listeners${named}`,
    remedy: [
      'remove the listener when its request, session or connection ends: `emitter.off(event, listener)`',
      'listen once with `{ signal }` or `once` where one event is enough, or register a single listener outside the loop',
    ],
  };
}

function eventTarget(subject: Subject) {
  const signal = [...subject.holderPath, ...subject.entryPath].some((step) =>
    /AbortSignal|AbortController/.test(step.name),
  );
  const target = signal ? 'AbortSignal' : 'EventTarget';
  return {
    kind: 'listeners' as const,
    what: `${target} ${quoted(subject)}`,
    gains: 'listeners',
    remedy: signal
      ? [
          'remove the abort listener when the operation settles: `signal.removeEventListener("abort", listener)`',
          'give each operation its own AbortController, or `AbortSignal.any` on a short-lived one',
        ]
      : ['remove the listener when its work is done, or pass `{ signal }` to addEventListener'],
  };
}
