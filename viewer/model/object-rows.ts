import type { ObjectsTable } from '../../format/page.ts';
import type { Bytes } from '../../format/units.ts';

export interface ObjectRow {
  readonly row: number;
  readonly id: number;
  readonly name: string;
  /** Where its code stands, or what a string says. */
  readonly text: string;
  readonly self: Bytes;
  readonly retained: Bytes;
  readonly birth: number;
  readonly distance: number;
  readonly suspect: string;
  /** How many hold it in all, in this page or not. */
  readonly retainers: number;
}

/** Who holds an object, over which edge. */
export interface RetainerRow {
  readonly edge: string;
  readonly name: string;
  /** Undefined for an object that the page does not carry. */
  readonly object: ObjectRow | undefined;
}

/** The part of the heap's graph that the page carries. */
export class ObjectGraph {
  readonly objects: readonly ObjectRow[];
  readonly #table: ObjectsTable;
  readonly #byId: ReadonlyMap<number, ObjectRow>;

  constructor(table: ObjectsTable) {
    const { strings, columns } = table;
    const { id, className, text, self, retained, birth, distance, suspect, retainers } = columns;
    this.#table = table;
    this.objects = Array.from(id, (_, row) => ({
      row,
      id: id[row],
      name: strings[className[row]],
      text: strings[text[row]],
      self: self[row],
      retained: retained[row],
      birth: birth[row],
      distance: distance[row],
      suspect: strings[suspect[row]],
      retainers: retainers[row],
    }));
    this.#byId = new Map(this.objects.map((object) => [object.id, object]));
  }

  withId(id: number): ObjectRow | undefined {
    return this.#byId.get(id);
  }

  ofClass(name: string): ObjectRow[] {
    return this.objects.filter((object) => object.name === name).sort(byRetained);
  }

  ofSuspect(fingerprint: string): ObjectRow[] {
    return this.objects.filter(({ suspect }) => suspect === fingerprint);
  }

  /** The nearest to a root first. */
  retainersOf({ row }: ObjectRow): RetainerRow[] {
    const { strings, columns } = this.#table;
    const { firstRetainer, retainer, retainerClass, retainerEdge } = columns;
    return Array.from({ length: firstRetainer[row + 1] - firstRetainer[row] }, (_, k) => {
      const at = firstRetainer[row] + k;
      return {
        edge: strings[retainerEdge[at]],
        name: strings[retainerClass[at]],
        object: this.objects[retainer[at]],
      };
    });
  }

  /** From the root to what holds the object: a shortest path. */
  pathTo(object: ObjectRow): RetainerRow[] {
    const path: RetainerRow[] = [];
    const seen = new Set([object.row]);
    for (let at: ObjectRow | undefined = object; at !== undefined; ) {
      const [nearest]: RetainerRow[] = this.retainersOf(at);
      if (nearest === undefined || (nearest.object !== undefined && seen.has(nearest.object.row))) break;
      path.unshift(nearest);
      at = nearest.object;
      if (at !== undefined) seen.add(at.row);
    }
    return path;
  }
}

function byRetained(a: ObjectRow, b: ObjectRow): number {
  return b.retained - a.retained;
}
