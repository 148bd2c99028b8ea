import type { CallFrame } from '../../format/heap-profile.ts';
import type { ExplainedFinding, WitnessOfLastHeap } from '../explain/witness.ts';
import type { HeapGraph } from '../graph/heap-graph.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import type { AllocationTraces, NodeIndex, TraceIndex } from '../parse/snapshot-columns.ts';
import type { SampledStack } from './sampled-stacks.ts';

/** Who allocated what a suspect gained in the last interval, object by object. */
export interface CountedStacks {
  /** In the form of samples: one for each object, and two births, before the last interval and in it. */
  readonly stacks: readonly SampledStack[];
  /** Objects whose stack is known. */
  readonly told: number;
  /** All that were born in the last interval, with their bytes. */
  readonly born: { readonly objects: number; readonly bytes: number };
}

/**
 * Joins the objects of suspects to the stacks that V8 recorded for each of them. Nothing has to be guessed: both stand
 * at the same node of the last capture.
 */
export class CountedStacksWitness implements WitnessOfLastHeap {
  readonly needs = 'last heap';
  readonly #found = new Map<string, CountedStacks>();

  suspects(heap: AgedHeap, found: readonly ExplainedFinding[]): void {
    this.#found.clear();
    const { traces } = heap.graph.columns;
    if (traces === undefined || found.length === 0) return;
    countBySuspect(heap, traces, found).forEach((counts, at) => {
      if (counts.told === 0) return;
      const { told, born } = counts;
      const stacks = [...counts.byTrace].map(([trace, { objects, bytes }]) => ({
        frames: framesOf(heap.graph, traces, trace),
        bytes: [0, bytes],
        samples: [0, objects],
        alive: [0, bytes],
      }));
      this.#found.set(found[at].suspect.fingerprint, { stacks, told, born });
    });
  }

  /** Undefined if no stacks were recorded, or none for an object of this suspect. */
  of(fingerprint: string): CountedStacks | undefined {
    return this.#found.get(fingerprint);
  }
}

interface Counts {
  readonly byTrace: Map<TraceIndex, { objects: number; bytes: number }>;
  told: number;
  readonly born: { objects: number; bytes: number };
}

/** One pass over the dominator tree, in which every node belongs to the nearest suspect above it. */
function countBySuspect(
  heap: AgedHeap,
  { traceOf }: AllocationTraces,
  found: readonly ExplainedFinding[],
): Counts[] {
  const { graph, tree, birth, noise, intervals } = heap;
  const counts = found.map((): Counts => ({ byTrace: new Map(), told: 0, born: { objects: 0, bytes: 0 } }));
  const suspectOf = suspectsByMember(graph.nodeCount, found);
  const trace = traceOf.slice();
  for (let k = 1; k < tree.reachable; k++) {
    const v = tree.order[k];
    const above = tree.idom[v];
    if (suspectOf[v] === 0) suspectOf[v] = suspectOf[above];
    if (suspectOf[v] === 0 || noise[v] === 1) continue;
    const isObject = (graph.id(v) & 1) === 1;
    // Memory outside the heap has no stack: the code that allocated its owner allocated it.
    if (!isObject && trace[v] === 0 && suspectOf[v] === suspectOf[above]) trace[v] = trace[above];
    if (birth[v] !== intervals - 1) continue;
    addTo(counts[suspectOf[v] - 1], trace[v], isObject ? 1 : 0, graph.selfSize(v));
  }
  return counts;
}

function addTo(counts: Counts, trace: TraceIndex, objects: number, bytes: number): void {
  counts.born.objects += objects;
  counts.born.bytes += bytes;
  if (trace === 0) return;
  counts.told += objects;
  const known = counts.byTrace.get(trace);
  if (known === undefined) counts.byTrace.set(trace, { objects, bytes });
  else {
    known.objects += objects;
    known.bytes += bytes;
  }
}

/** The number of a suspect from 1 at each node that piles up for it, 0 elsewhere. */
function suspectsByMember(nodeCount: number, found: readonly ExplainedFinding[]): Uint32Array {
  const suspectOf = new Uint32Array(nodeCount);
  found.forEach(({ finding }, at) => {
    const members =
      finding.shape === 'slot'
        ? [finding.slot.target]
        : finding.piles.flatMap(({ group }): NodeIndex[] => group.members);
    for (const member of members) suspectOf[member] = at + 1;
  });
  return suspectOf;
}

function framesOf(
  { strings }: HeapGraph,
  { caller, callee, functions }: AllocationTraces,
  trace: TraceIndex,
): CallFrame[] {
  const frames: CallFrame[] = [];
  // The root stands for no function.
  for (let call = trace; caller[call] > 0; call = caller[call]) {
    const row = callee[call];
    frames.push({
      functionName: strings.get(functions.name[row]),
      scriptId: String(functions.scriptId[row]),
      url: strings.get(functions.script[row]),
      lineNumber: functions.line[row] - 1,
      columnNumber: functions.column[row] - 1,
    });
  }
  return frames;
}
