import type { Bytes } from '../../format/units.ts';
import { findObjects } from '../inventory/find-objects.ts';
import { type ClassListing, listClasses } from '../inventory/list-classes.ts';
import { listPackages, type PackageListing } from '../inventory/list-packages.ts';
import { type Inventory, openInventory } from '../inventory/open-inventory.ts';
import { type QueryAnswer, type QueryRow, runQuery } from '../query/run-query.ts';
import { openSource } from '../recording/open-source.ts';
import { HeapObject, ObjectTeller } from './heap-object.ts';

export interface OpenHeapOptions {
  /** Which capture, counted from 1 in order of time. Default: the last one. */
  readonly capture?: number;
  /** Only what was born after this capture. */
  readonly since?: number;
  /** Whether values and rows may have what strings say, which may be secret. Default: false. */
  readonly includeStrings?: boolean;
}

export interface QueryOptions {
  /** Rows, if the query does not say `top`. Default: 30. */
  readonly limit?: number;
}

/** One row of an answer, by the names of its columns. */
export type { QueryRow } from '../query/run-query.ts';

export interface QueryResult {
  readonly rows: readonly QueryRow[];
  /** How many objects fit. */
  readonly objects: number;
  /** What they retain together; what one of them retains of another counts once. */
  readonly retained: Bytes;
  /** What a reader has to know, in words. */
  readonly notes: readonly string[];
}

/** One heap snapshot, open for questions. Close it when you are done: it keeps its file open. */
export class Heap {
  readonly #inventory: Inventory;
  readonly #teller: ObjectTeller;

  /** @internal */
  constructor(inventory: Inventory) {
    this.#inventory = inventory;
    this.#teller = new ObjectTeller(inventory);
  }

  /** The capture in words, and which one it is. */
  get capture(): { readonly label: string; readonly number: number } {
    const { source, number } = this.#inventory;
    return { label: source.label, number };
  }

  /** Captures that could not be read and were left out, in words. */
  get limits(): readonly string[] {
    return this.#inventory.limits;
  }

  /** Every class, the ones that retain most first. */
  classes(): readonly ClassListing[] {
    return listClasses(this.#inventory).rows;
  }

  /** What the code of each package keeps alive; each byte counts once. */
  packages(): readonly PackageListing[] {
    return listPackages(this.#inventory).rows;
  }

  /** The objects of a class, or all that the program can reach, one after the other in no order. */
  *objects(className?: string): Generator<HeapObject, void, undefined> {
    const { heap, census, isAsked } = this.#inventory;
    for (let node = 1; node < heap.graph.nodeCount; node++) {
      const isWanted = className === undefined || census.classes[census.classOf[node]].name === className;
      if (isWanted && heap.isReachable(node) && isAsked(node)) yield new HeapObject(this.#teller, node);
    }
  }

  /**
   * The objects that an id (`95001`) or a path (`hub.sessions[key]`) leads to, the largest first.
   * @throws UserError if there is none
   */
  find(idOrPath: string): HeapObject[] {
    return findObjects(this.#inventory, idOrPath).map((node) => new HeapObject(this.#teller, node));
  }

  /**
   * Answers a query, as `heaptrail query` does.
   * @throws UserError for one that is wrong, with the column
   */
  query(text: string, options: QueryOptions = {}): QueryResult {
    const { rows, objects, retained, notes = [] } = this.table(text, options);
    return { rows, objects, retained, notes };
  }

  /** @internal The same with columns, for a terminal. */
  table(text: string, { limit }: QueryOptions = {}): QueryAnswer {
    return runQuery(this.#inventory, text, limit);
  }

  close(): void {
    this.#inventory.close();
  }
}

/**
 * Opens one capture of a recording, or a heap snapshot. The earlier captures date its objects.
 * @param source the folder of a recording, or paths of `.heapsnapshot` files
 * @throws UserError if there is none
 */
export async function openHeap(
  source: string | readonly string[],
  options: OpenHeapOptions = {},
): Promise<Heap> {
  return new Heap(openInventory(openSource([source].flat()), options));
}
