import type { PageCapture, PageTable, PageTableName } from '../../format/page.ts';
import type { Bytes } from '../../format/units.ts';
import type { CaptureSource } from '../capture-source.ts';
import type { ExplainedFinding, WitnessOfEveryHeap } from '../explain/witness.ts';
import { retainedSizes } from '../graph/retained-sizes.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { heapSizes } from '../heap/heap-sizes.ts';
import { type ClassCensus, retainedByClass, takeCensus } from '../inventory/class-census.ts';
import { classPlaces } from '../inventory/class-places.ts';
import { cheapestPathsIn, expressionsIn } from '../inventory/expressions.ts';
import { jointNames } from '../inventory/joint-names.ts';
import { NodeWords } from '../inventory/node-words.ts';
import { type PackageShares, packagesOf } from '../inventory/packages.ts';
import { leastLookedInto, type PathGroup, takePathCensus } from '../inventory/path-census.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { classesTable } from './classes-table.ts';
import { dominatorsTable } from './dominators-table.ts';
import { objectsTable } from './objects-table.ts';
import { packagesTable } from './packages-table.ts';
import { pathSizes } from './path-sizes.ts';
import { pathsTable } from './paths-table.ts';
import { wantedObjects } from './wanted-objects.ts';

/** One capture that was opened. */
interface Seen {
  readonly capture: PageCapture;
  readonly census: Pick<ClassCensus, 'classes'>;
  readonly paths: readonly PathGroup[];
  /** What holds groups together that no one holds alone, by group; known of the last heap. */
  jointly?: ReadonlyMap<number, string>;
}

/** Takes out of the heaps of a search what a page shows of them. */
export class PageWitness implements WitnessOfEveryHeap {
  readonly needs = 'every heap';
  readonly #includeStrings: boolean;
  /** By the number of births, which is the capture's place in time. */
  readonly #seen = new Map<number, Seen>();
  #last: { readonly heap: AgedHeap; readonly census: ClassCensus } | undefined;
  #tables: Partial<Record<PageTableName, PageTable>> = {};
  #retained: readonly Bytes[] = [];
  #pathSizes: Readonly<Record<string, readonly Bytes[]>> = {};
  #places: ReadonlyMap<number, string> = new Map();
  /** Of the first heap that is told of, for all of them. */
  #least: Bytes | undefined;

  constructor(includeStrings: boolean) {
    this.#includeStrings = includeStrings;
  }

  heap(heap: AgedHeap, { label, at }: CaptureSource): void {
    const words = new NodeWords(heap, this.#includeStrings);
    const census = takeCensus(words);
    const retained = retainedSizes(heap.graph, heap.tree);
    this.#least ??= leastLookedInto(retained[0]);
    const paths = takePathCensus({ words, census, retained, least: this.#least });
    const sizes = heapSizes(heap);
    const capture = {
      label,
      ...(at === undefined ? {} : { at }),
      size: sizes.heap,
      ...(sizes.outside > 0 ? { outside: sizes.outside } : {}),
      objects: heap.graph.nodeCount,
    };
    this.#seen.set(heap.intervals, { capture, census: { classes: census.classes }, paths });
    if (this.#last === undefined || heap.intervals >= this.#last.heap.intervals)
      this.#last = { heap, census };
  }

  suspects(heap: AgedHeap, found: readonly ExplainedFinding[]): void {
    const words = new NodeWords(heap, this.#includeStrings);
    const census = this.#last?.heap === heap ? this.#last.census : takeCensus(words);
    const retained = retainedSizes(heap.graph, heap.tree);
    this.#retained = retainedByClass(heap, census, retained);
    this.#places = classPlaces(words, census);
    const holders = holdersOf(found);
    const cheapest = cheapestPathsIn(heap);
    const expressionOf = expressionsIn(heap, cheapest);
    const seen = this.#seen.get(heap.intervals);
    if (seen !== undefined) seen.jointly = jointNames(heap, seen.paths, expressionOf);
    const { wanted, suspects } = wantedObjects({ words, census, retained, found });
    const shares = packagesOf(heap);
    const isEngine = engineNodes(heap, shares);
    this.#tables = {
      dominators: dominatorsTable({ words, census, retained, holders, expressionOf, isEngine }),
      objects: objectsTable({ words, retained, wanted, suspects, paths: cheapest() }),
      ...(shares.packages.length === 0
        ? {}
        : { packages: packagesTable({ words, census, shares, holders }) }),
    };
    this.#pathSizes = pathSizes(heap, cheapest, retained, found);
    this.#last = undefined;
    for (const intervals of this.#seen.keys()) if (intervals > heap.intervals) this.#seen.delete(intervals);
  }

  /** True if at least one heap was looked at from end to end. */
  get hasSeen(): boolean {
    return this.#tables.dominators !== undefined;
  }

  /** By fingerprint: what each step of the way to its holder retains. */
  pathSizes(): Readonly<Record<string, readonly Bytes[]>> {
    return this.#pathSizes;
  }

  captures(): PageCapture[] {
    return this.#inOrder().map(({ capture }) => capture);
  }

  tables(): Partial<Record<PageTableName, PageTable>> {
    if (!this.hasSeen) return {};
    const classes = classesTable(
      this.#inOrder().map(({ census }) => census.classes),
      this.#retained,
      this.#places,
    );
    const inOrder = this.#inOrder();
    const paths = pathsTable(
      inOrder.map((seen) => seen.paths),
      inOrder.at(-1)?.jointly,
    );
    return { ...this.#tables, classes, paths };
  }

  #inOrder(): Seen[] {
    return [...this.#seen].sort(([a], [b]) => a - b).map(([, seen]) => seen);
  }
}

/** By what reaches it if the snapshot places code, else by the kind of node alone. */
function engineNodes(heap: AgedHeap, { packages, packageOf }: PackageShares): (node: NodeIndex) => boolean {
  const engine = packages.findIndex(({ kind }) => kind === 'engine');
  return engine === -1 ? (node) => heap.noise[node] === 1 : (node) => packageOf[node] === engine;
}

function holdersOf(found: readonly ExplainedFinding[]): Map<NodeIndex, string> {
  const holders = new Map<NodeIndex, string>();
  for (const { finding, suspect } of found) {
    const nodes =
      finding.shape === 'slot' ? [finding.holder.node] : finding.holding.holders.map(({ node }) => node);
    for (const node of nodes) if (node > 0 && !holders.has(node)) holders.set(node, suspect.fingerprint);
  }
  return holders;
}
