import type { ExplainedFinding, WitnessOfLastHeap } from '../explain/witness.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { scopeName } from '../parse/node-kinds.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { isHeldByRuntime } from '../paths/program-function.ts';
import { placesInside } from './inside-entries.ts';

/** How a function has to do with a holder. */
export type Tie =
  /** It closes over the holder, or over an object that leads to it. */
  | 'closes over'
  /** It is a method of the holder's class, or of an object's that leads to it. */
  | 'method'
  /** It is the constructor of what piles up. */
  | 'constructs'
  /** It is an async function that waits inside what piles up. */
  | 'waits'
  /** It closes over an object that has such a function: a call of it may have been inlined, and be sampled here. */
  | 'calls';

export interface TiedFunction {
  readonly tie: Tie;
  /** Properties between what the function has at hand and the holder. */
  readonly steps: number;
  /** The function that it can call. */
  readonly via?: string;
  /** Its own name, and where it is written. */
  readonly name?: string;
  readonly place?: CodePlace;
}

/** Functions that can put something into the holder of one suspect, by where they are written. */
export interface HolderFunctions {
  /** By `placeKey`. */
  readonly functions: ReadonlyMap<string, TiedFunction>;
  /** Where closures that pile up are written: the function around such a place makes them. */
  readonly closures: readonly PiledClosure[];
  /** The class of one entry, as it is called in the code that runs. */
  readonly entryClass: string;
}

export interface CodePlace {
  readonly url: string;
  /** From 1, as the column. */
  readonly line: number;
  readonly column: number;
}

/** A place where closures that pile up are written. */
export interface PiledClosure extends CodePlace {
  /** The nearest function that begins before it in its file, of those that are alive: nearly always the one around it. */
  readonly nearest?: CodePlace;
}

export function placeKey({ url, line, column }: CodePlace): string {
  return `${url}:${line}:${column}`;
}

/** `hub._events.message`: a holder this many properties away from what a function closes over is still in its hands. */
const mostSteps = 4;
/** A scope is often shared by thousands of closures that were made from few functions. */
const mostVisits = 20_000;
const entriesLookedAt = 40;
const mostEdges = 60;
/** Whatever hangs on these is at hand everywhere. */
const globalRoots = /^(process$|global)/;

/**
 * Asks the heap which functions can reach the holder of each suspect. That is exact if it says yes: a closure keeps
 * the scope it was made in. Functions that are given the holder as an argument, or import it, are not found.
 */
export class HolderFunctionsWitness implements WitnessOfLastHeap {
  readonly needs = 'last heap';
  readonly #found = new Map<string, HolderFunctions>();

  suspects(heap: AgedHeap, found: readonly ExplainedFinding[]): void {
    this.#found.clear();
    for (const explained of found) {
      this.#found.set(explained.suspect.fingerprint, functionsOf(heap, explained));
    }
  }

  /** Undefined if the suspect was not found by a search. */
  of(fingerprint: string): HolderFunctions | undefined {
    return this.#found.get(fingerprint);
  }
}

function functionsOf(heap: AgedHeap, { finding, suspect }: ExplainedFinding): HolderFunctions {
  const search = new TieSearch(heap);
  const holders =
    finding.shape === 'slot'
      ? [heap.ownerOf(finding.slot.owner)]
      : finding.holding.holders.map(({ node }) => node);
  for (const holder of holders) search.climb(holder);
  search.climbCalls();
  const closures: CodePlace[] = [];
  for (const entry of entriesOf(heap, { finding, suspect })) {
    const place = heap.names.location(entry);
    if (place === undefined || place.url === '') continue;
    if (heap.graph.type(entry) === NodeType.closure) closures.push(place);
    else search.tie(placeKey(place), { tie: 'constructs', steps: 0 });
  }
  if (isHeldByRuntime(suspect.path)) {
    const inside = placesInside(heap, sampledEntries(heap, finding));
    closures.push(...inside.closures);
    for (const place of inside.waiting) search.tie(placeKey(place), { tie: 'waits', steps: 0 });
  }
  return {
    functions: search.functions,
    closures: withNearest(heap, distinct(closures)),
    entryClass: runningClassOf(suspect),
  };
}

function runningClassOf({ path, entryClass }: ExplainedFinding['suspect']): string {
  const entry = path.findLast(({ kind }) => kind === 'entry' || kind === 'chain');
  return entry?.minifiedName ?? entryClass;
}

/** Entries with what each of them holds alone: timers and listeners wrap a closure. */
function entriesOf(heap: AgedHeap, { finding }: ExplainedFinding): NodeIndex[] {
  return sampledEntries(heap, finding).flatMap((v) => [v, ...heldAlone(heap, v)]);
}

/** Young entries from all over the members. */
function sampledEntries(heap: AgedHeap, finding: ExplainedFinding['finding']): NodeIndex[] {
  if (finding.shape === 'slot') return [];
  const { members } = finding.piles[0].group;
  const stride = Math.max(1, members.length / entriesLookedAt);
  const entries: NodeIndex[] = [];
  for (let at = 0; at < members.length; at += stride) entries.push(members[Math.floor(at)]);
  return entries.filter((v) => heap.birth[v] > 0);
}

function heldAlone(heap: AgedHeap, entry: NodeIndex): NodeIndex[] {
  const { graph, tree } = heap;
  const held = new Set<NodeIndex>();
  const end = Math.min(graph.endEdge(entry), graph.firstEdge(entry) + mostEdges);
  for (let e = graph.firstEdge(entry); e < end; e++) {
    if (tree.idom[graph.edgeTarget(e)] === entry) held.add(graph.edgeTarget(e));
  }
  return [...held];
}

function distinct(places: readonly CodePlace[]): CodePlace[] {
  return [...new Map(places.map((place) => [placeKey(place), place])).values()];
}

function withNearest(heap: AgedHeap, closures: readonly CodePlace[]): PiledClosure[] {
  if (closures.length === 0) return [];
  const urls = new Set(closures.map(({ url }) => url));
  const { locations } = heap.graph.columns;
  const places = new Map<string, CodePlace>();
  for (let row = 0; row < locations.count; row++) {
    if (heap.graph.type(locations.node[row]) !== NodeType.closure) continue;
    const place = heap.names.location(locations.node[row]);
    if (place !== undefined && urls.has(place.url) && !isModule(place)) places.set(placeKey(place), place);
  }
  return closures.map((closure) => {
    const [nearest] = [...places.values()]
      .filter((place) => place.url === closure.url && isBefore(place, closure))
      .toSorted((a, b) => (isBefore(a, b) ? 1 : -1));
    return nearest === undefined ? closure : { ...closure, nearest };
  });
}

export function isBefore(a: CodePlace, b: CodePlace): boolean {
  return a.line < b.line || (a.line === b.line && a.column < b.column);
}

/** The function of a whole module: it is around everything. */
export function isModule({ line, column }: CodePlace): boolean {
  return line === 1 && column === 1;
}

/** Climbs from a holder to the functions that have it at hand. */
class TieSearch {
  readonly functions = new Map<string, TiedFunction>();
  readonly #heap: AgedHeap;
  readonly #closures = new Map<NodeIndex, number>();
  #seen = new Set<NodeIndex>();
  #visits = 0;

  constructor(heap: AgedHeap) {
    this.#heap = heap;
  }

  tie(key: string, tied: TiedFunction): void {
    const known = this.functions.get(key);
    if (known === undefined || rank(tied) < rank(known)) this.functions.set(key, tied);
  }

  climb(holder: NodeIndex): void {
    let level: NodeIndex[] = [holder];
    for (let steps = 0; steps <= mostSteps && level.length > 0; steps++) {
      for (const v of level) this.#methodsOf(v, steps);
      level = this.#above(level, steps);
    }
  }

  /** From the functions that were found on to those that have an object with one of them at hand. */
  climbCalls(): void {
    this.#seen = new Set();
    for (const [closure, steps] of [...this.#closures]) {
      const via = this.#heap.names.className(closure);
      this.#eachRetainer(closure, (owner, edge) => {
        if (this.#heap.graph.edgeType(edge) !== EdgeType.property || this.#isScope(owner)) return;
        this.#eachRetainer(owner, (scope) => {
          if (this.#isScope(scope)) this.#closuresIn(scope, { tie: 'calls', steps, via });
        });
      });
    }
  }

  /** The objects that have one of these as a property; tables and other stores in between are no step. */
  #above(level: readonly NodeIndex[], steps: number): NodeIndex[] {
    const above: NodeIndex[] = [];
    // The cells of a FinalizationRegistry hang on each other by the thousand: a queue, because no stack is deep enough.
    const pending = [...level];
    for (let at = 0; at < pending.length; at++) {
      this.#eachRetainer(pending[at], (from, edge) => {
        if (this.#isScope(from)) this.#closuresIn(from, { tie: 'closes over', steps });
        else if (this.#heap.isBackingStore(from)) pending.push(from);
        else if (this.#isStep(from, edge)) above.push(from);
      });
    }
    return above;
  }

  #isStep(from: NodeIndex, edge: number): boolean {
    const { graph } = this.#heap;
    if (graph.type(from) !== NodeType.object || globalRoots.test(graph.rawName(from))) return false;
    return graph.edgeType(edge) === EdgeType.property || graph.edgeType(edge) === EdgeType.internal;
  }

  /** Functions made in this scope, and in those inside it. */
  #closuresIn(outermost: NodeIndex, tied: TiedFunction): void {
    const { graph } = this.#heap;
    const scopes = [outermost];
    for (let at = 0; at < scopes.length; at++) {
      this.#eachRetainer(scopes[at], (from, edge) => {
        const name = graph.edgeNameOrIndex(edge);
        if (graph.type(from) === NodeType.closure && name === 'context') this.#tieClosure(from, tied);
        else if (this.#isScope(from) && name === 'previous') scopes.push(from);
      });
    }
  }

  #methodsOf(v: NodeIndex, steps: number): void {
    const { graph } = this.#heap;
    const proto = graph.findEdge(v, EdgeType.property, graph.strings.find('__proto__'));
    if (proto < 0) return;
    const prototype = graph.edgeTarget(proto);
    for (let e = graph.firstEdge(prototype); e < graph.endEdge(prototype); e++) {
      if (graph.edgeType(e) !== EdgeType.property) continue;
      const method = graph.edgeTarget(e);
      if (graph.type(method) === NodeType.closure) this.#tieClosure(method, { tie: 'method', steps });
    }
  }

  #tieClosure(closure: NodeIndex, tied: TiedFunction): void {
    const place = this.#heap.names.location(closure);
    if (place === undefined || place.url === '' || isModule(place)) return;
    const name = this.#heap.names.className(closure);
    this.tie(placeKey(place), { ...tied, name, place });
    if (tied.tie !== 'calls' && !this.#closures.has(closure)) this.#closures.set(closure, tied.steps);
  }

  #isScope(v: NodeIndex): boolean {
    return this.#heap.graph.rawName(v) === scopeName;
  }

  #eachRetainer(v: NodeIndex, visit: (from: NodeIndex, edge: number) => void): void {
    if (this.#seen.has(v)) return;
    this.#seen.add(v);
    const { first, from, edge } = this.#heap.retainers;
    for (let k = first[v]; k < first[v + 1] && this.#visits < mostVisits; k++) {
      this.#visits++;
      visit(from[k], edge[k]);
    }
  }
}

function rank({ tie, steps }: TiedFunction): number {
  return steps + (tie === 'calls' ? 100 : 0);
}
