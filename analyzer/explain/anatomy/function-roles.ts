import type { AgedHeap } from '../../heap/aged-heap.ts';
import type { EdgeIndex, NodeIndex } from '../../parse/snapshot-columns.ts';
import { isEventName } from '../../paths/event-name.ts';

const timerClass = /^(Timeout|Immediate|TimersList)$/;
const timerEdge = /^(_onTimeout|_onImmediate|callback)$/;
const generatorClass = /^Generator$|AsyncFunction|GeneratorObject/;
const reactionEdge = /^(fulfill_handler|reject_handler)$/;
const nativeListener = /^\(?listener\)?$/;

/** What the runtime does with a function that an entry leads to by these edges, told from the edge nearest to it. */
export function roleOf(heap: AgedHeap, entry: NodeIndex, way: readonly EdgeIndex[]): string {
  const { graph } = heap;
  const steps = way.map((edge) => ({
    label: String(graph.edgeNameOrIndex(edge)),
    from: heap.names.className(graph.edgeSource(edge)),
  }));
  const classes = [heap.names.className(entry), ...steps.map(({ from }) => from)];
  for (let at = steps.length - 1; at >= 0; at--) {
    const { label, from } = steps[at];
    if (timerClass.test(from) && timerEdge.test(label)) return 'timer callback';
    if (label === 'function' && generatorClass.test(from)) return generatorRole(classes);
    if (reactionEdge.test(label)) return 'promise continuation';
    if (nativeListener.test(label) || from === 'Listener') return listenerRole(classes);
    if (steps[at - 1]?.label === '_events') return isEventName(label) ? `"${label}" listener` : 'listener';
    if (steps[at - 2]?.label === '_events')
      return isEventName(steps[at - 1].label) ? `"${steps[at - 1].label}" listener` : 'listener';
    if (from === 'WeakCell' || from === 'FinalizationRegistry') return 'finalizer';
  }
  return way.length === 0 ? 'closure' : 'function';
}

/** An async function waits as a generator that a promise resumes. */
function generatorRole(classes: readonly string[]): string {
  return classes.some((name) => /Promise/.test(name)) ? 'async function' : 'generator';
}

function listenerRole(classes: readonly string[]): string {
  return classes.some((name) => name === 'AbortSignal') ? 'abort listener' : 'listener';
}
