import type { ExplainedFinding } from '../explain/witness.ts';
import type { ClassCensus } from '../inventory/class-census.ts';
import type { NodeWords } from '../inventory/node-words.ts';
import { type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';

const entriesOfEachSuspect = 60;
const largestOfAll = 1_000;
const largestOfClass = 20;

export interface WantedInput {
  readonly words: NodeWords;
  readonly census: ClassCensus;
  readonly retained: Float64Array;
  readonly found: readonly ExplainedFinding[];
}

export interface WantedObjects {
  /** The most wanted first. */
  readonly wanted: readonly NodeIndex[];
  /** Fingerprints by holder and entry. */
  readonly suspects: ReadonlyMap<NodeIndex, string>;
}

/** The objects a reader will ask for: what suspects are made of, then the largest of all and of each class. */
export function wantedObjects({ words, census, retained, found }: WantedInput): WantedObjects {
  const suspects = new Map<NodeIndex, string>();
  for (const explained of found) {
    for (const node of partsOf(explained)) {
      if (node > 0 && !suspects.has(node)) suspects.set(node, explained.suspect.fingerprint);
    }
  }
  return {
    suspects,
    wanted: [...suspects.keys(), ...largest(words, retained), ...largestByClass(words, census, retained)],
  };
}

/** The holders of a finding, and entries from all over its members: those of every birth are among them. */
function partsOf({ finding }: ExplainedFinding): NodeIndex[] {
  if (finding.shape === 'slot') return [finding.holder.node, finding.slot.owner, finding.slot.target];
  const { members } = finding.piles[0].group;
  const stride = Math.max(1, members.length / entriesOfEachSuspect);
  const entries: NodeIndex[] = [];
  for (let at = 0; at < members.length; at += stride) entries.push(members[Math.floor(at)]);
  return [...finding.holding.holders.map(({ node }) => node), ...entries];
}

function largest({ heap }: NodeWords, retained: Float64Array): NodeIndex[] {
  const top = new Largest(largestOfAll, retained);
  for (let node = 1; node < heap.graph.nodeCount; node++) {
    if (heap.isReachable(node) && heap.graph.type(node) !== NodeType.synthetic) top.offer(node);
  }
  return top.nodes();
}

function largestByClass({ heap }: NodeWords, census: ClassCensus, retained: Float64Array): NodeIndex[] {
  const tops = census.classes.map(() => new Largest(largestOfClass, retained));
  for (let node = 1; node < heap.graph.nodeCount; node++) {
    if (heap.isReachable(node)) tops[census.classOf[node]].offer(node);
  }
  const bytes = census.classes.map((one) => one.bytes.reduce((sum, part) => sum + part, 0));
  return tops
    .map((top, place) => ({ top, place }))
    .sort((a, b) => bytes[b.place] - bytes[a.place])
    .flatMap(({ top }) => top.nodes());
}

/** The nodes with the largest sizes of all that were offered. */
class Largest {
  readonly #most: number;
  readonly #sizes: Float64Array;
  #nodes: NodeIndex[] = [];
  #least = 0;

  constructor(most: number, sizes: Float64Array) {
    this.#most = most;
    this.#sizes = sizes;
  }

  /** Sorts only when twice the wanted number was taken. */
  offer(node: NodeIndex): void {
    if (this.#sizes[node] <= this.#least) return;
    this.#nodes.push(node);
    if (this.#nodes.length < 2 * this.#most) return;
    this.#nodes = this.nodes();
    this.#least = this.#sizes[this.#nodes[this.#nodes.length - 1]];
  }

  /** The largest first. */
  nodes(): NodeIndex[] {
    return this.#nodes.toSorted((a, b) => this.#sizes[b] - this.#sizes[a]).slice(0, this.#most);
  }
}
