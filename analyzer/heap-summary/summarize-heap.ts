import type { HeapSummary, LargeHolder, SizeHint } from '../../format/heap-summary.ts';
import type { PathStep } from '../../format/suspect.ts';
import type { CaptureSource } from '../capture-source.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { entriesOf } from '../heap/container-entries.ts';
import { heapSizes } from '../heap/heap-sizes.ts';
import { type Inventory, inventoryOf } from '../inventory/open-inventory.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { CheapestPaths } from '../paths/cheapest-path.ts';
import { expressionOf } from '../paths/expression.ts';
import { retainingPath } from '../paths/retaining-path.ts';
import { placeOf } from '../report/path-text.ts';
import { sourcePlaceOf } from '../report/source-place.ts';
import { duplicatedStrings } from './duplicated-strings.ts';
import type { FoundHint } from './hints/hint.ts';
import { jointHolders } from './joint-holders.ts';
import { type FoundHolder, largestHolders } from './largest-holders.ts';
import { packageSummary } from './packages.ts';
import { sizeHints } from './size-hints.ts';

/** More lines are a list, and `heaptrail view` has it. */
const mostHolders = 10;

/** What fills a heap, for a reader who has no second capture to compare it with. */
export function summarizeHeap(heap: AgedHeap, source: CaptureSource): HeapSummary {
  const inventory = inventoryOf(heap, source);
  const reader = new Reader(heap);
  const holders = largestHolders(inventory)
    .map((found) => ({ found, told: largeHolder(inventory, reader, found) }))
    .filter(({ told }) => concernsReader(told))
    .slice(0, mostHolders);
  const known = new Set(holders.flatMap(({ found: { nodes } }) => (nodes.length === 1 ? nodes : [])));
  const strings = duplicatedStrings(inventory);
  const packages = packageSummary(heap);
  const { outside } = heapSizes(heap);
  return {
    capture: source.label,
    bytes: inventory.retained[0],
    ...(outside === 0 ? {} : { outside: Math.min(outside, inventory.retained[0]) }),
    objects: heap.tree.reachable,
    holders: holders.map(({ told }) => told),
    packages,
    ...(strings === undefined ? {} : { duplicatedStrings: strings }),
    hints: sizeHints(inventory)
      .filter(({ kind, node }) => kind !== 'large-collection' || !known.has(node))
      .map((hint) => sizeHint(heap, reader, hint)),
    limits: limitsOf(packages.length > 0, strings !== undefined),
  };
}

/** Less of what Node itself keeps is in every program. */
const leastOfNode = 0.05;

/** Tables of Node's own, and what nothing of the program reaches, are no news unless they are large. */
function concernsReader({ expression, place, heldBy, share }: LargeHolder): boolean {
  const isNodes = place?.startsWith('node:') === true;
  const isNobodys = expression === '' && heldBy === undefined;
  return share >= leastOfNode || !(isNodes || isNobodys);
}

function largeHolder(inventory: Inventory, reader: Reader, { nodes, retained }: FoundHolder): LargeHolder {
  const { heap, words, retained: sizes } = inventory;
  const [node] = nodes;
  const entries = nodes.length === 1 ? entriesOf(heap, node)?.length : undefined;
  const isOne = nodes.length === 1;
  const heldBy = isOne ? [] : jointHolders(heap, nodes, (holder) => reader.expression(holder));
  return {
    ...(isOne ? reader.where(node) : { expression: '' }),
    className: words.className(node),
    retained,
    share: sizes[0] === 0 ? 0 : Math.min(1, retained / sizes[0]),
    objects: nodes.length,
    ...(entries === undefined ? {} : { entries }),
    ...(heldBy.length === 0 ? {} : { heldBy }),
  };
}

function sizeHint(heap: AgedHeap, reader: Reader, { kind, node, text, guess }: FoundHint): SizeHint {
  return { kind, text, ...reader.where(node), retained: heap.retainedData[node], guess };
}

/** How the program reaches an object, and where that is written. */
class Reader {
  readonly #heap: AgedHeap;
  #paths: CheapestPaths | undefined;

  constructor(heap: AgedHeap) {
    this.#heap = heap;
  }

  where(node: NodeIndex): { readonly expression: string; readonly place?: string } {
    const path = this.#path(node);
    const hasPlace = sourcePlaceOf({ kind: 'objects', path }) !== undefined;
    const place = hasPlace ? placeOf({ kind: 'objects', path }) : undefined;
    return { expression: expressionOf(path), ...(place === undefined ? {} : { place }) };
  }

  expression(node: NodeIndex): string {
    return expressionOf(this.#path(node));
  }

  #path(node: NodeIndex): readonly PathStep[] {
    // A pass over the whole graph, for all that is asked.
    this.#paths ??= new CheapestPaths(this.#heap);
    return retainingPath(this.#heap, this.#paths, node);
  }
}

function limitsOf(knowsCode: boolean, knowsStrings: boolean): string[] {
  return [
    ...(knowsCode ? [] : ['the snapshot has no source locations, so the package of an object is unknown']),
    ...(knowsStrings
      ? []
      : ['the snapshot does not contain the text of strings, so duplicates cannot be found']),
  ];
}
