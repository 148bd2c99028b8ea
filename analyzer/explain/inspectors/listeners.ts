import type { PathStep } from '../../../format/suspect.ts';
import type { AgedHeap } from '../../heap/aged-heap.ts';
import { EdgeType, type NodeIndex } from '../../parse/snapshot-columns.ts';
import { isEventName } from '../../paths/event-name.ts';
import { expressionOf } from '../../paths/expression.ts';
import { nativeListener } from '../../paths/step-names.ts';
import type { Inspector, Recognition } from '../inspector.ts';
import { remedies, wordsOfEventTarget } from '../remedies.ts';
import type { Subject } from '../subject.ts';

const emitterStore = '._events';
const targetStore = '[Symbol(kEvents)]';

/** Listeners that are added and never removed: EventEmitter, EventTarget and AbortSignal. */
export const listeners: Inspector = {
  name: 'listeners',
  inspect(subject) {
    const path = [...subject.holderPath, ...subject.entryPath];
    const listener = path.findLastIndex((step) => step.edge === nativeListener);
    if (listener > 0 && listener === subject.holderPath.length) return eventTarget(path.slice(0, listener));
    const store = path.findLastIndex((step) => step.edge === emitterStore || step.edge === targetStore);
    if (store < 1 || !growsInStore(subject, store)) return undefined;
    const owner = path.slice(0, store);
    return path[store].edge === emitterStore ? emitter(subject, owner) : eventTarget(owner);
  },
};

/**
 * The store itself must be what grows: the holder is the store, a list for one event in it, or the chain of
 * listeners of an event. A holder that is merely reached through some listener is another kind of leak.
 */
function growsInStore(subject: Subject, store: number): boolean {
  const below = subject.holderPath.slice(store + 1);
  return (
    below.length <= 1 ||
    below.every((step) => step.edge === '[key]' || step.edge === '.next' || step.edge === '[]')
  );
}

function emitter(subject: Subject, owner: readonly PathStep[]): Recognition {
  const events = new Set<string>();
  const { finding } = subject;
  for (const { node } of finding.shape === 'pile' ? finding.holding.holders : [finding.holder]) {
    const event = eventOf(subject, node);
    if (event !== undefined) events.add(event);
  }
  const named =
    events.size === 0 || events.size > mostEvents
      ? ''
      : ` of ${[...events].map((event) => `"${event}"`).join(', ')}`;
  return {
    kind: 'listeners',
    what: `${owner.at(-1)?.name ?? 'EventEmitter'} \`${expressionOf(owner)}\``,
    gains: `listeners${named}`,
    remedy: remedies.emitter,
  };
}

/** An emitter with more events than this has one for each of its users, say: their names are data. */
const mostEvents = 5;

/** The name of the event whose list of listeners a node is, unless it is data by its look. */
function eventOf({ heap }: Subject, list: number): string | undefined {
  const { graph, retainers } = heap;
  for (let k = retainers.first[list]; k < retainers.first[list + 1]; k++) {
    const edge = retainers.edge[k];
    if (graph.edgeType(edge) !== EdgeType.property) continue;
    if (!isHeldAs(heap, retainers.from[k], '_events')) continue;
    const event = String(graph.edgeNameOrIndex(edge));
    return isEventName(event) ? event : undefined;
  }
  return undefined;
}

function isHeldAs({ graph, retainers }: AgedHeap, node: NodeIndex, name: string): boolean {
  for (let k = retainers.first[node]; k < retainers.first[node + 1]; k++) {
    if (graph.edgeNameOrIndex(retainers.edge[k]) === name) return true;
  }
  return false;
}

function eventTarget(owner: readonly PathStep[]): Recognition {
  return { kind: 'listeners', gains: 'listeners', ...wordsOfEventTarget(owner) };
}
