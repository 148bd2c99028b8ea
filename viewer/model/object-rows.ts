import type { ObjectsTable } from '../../format/page.ts';
import type { Bytes } from '../../format/units.ts';

export interface ObjectRow {
  readonly row: number;
  readonly id: number;
  readonly name: string;
  /** The place of its code, or the text of a string. */
  readonly text: string;
  readonly self: Bytes;
  readonly retained: Bytes;
  readonly birth: number;
  readonly distance: number;
  readonly suspect: string;
  /** Characters of a string; -1 if it is not a string, or unknown. */
  readonly length: number;
  /** How many hold it in all, in this page or not. */
  readonly retainers: number;
  /** How many fields it has in all. */
  readonly fields: number;
}

/** What an object points to. */
export interface FieldRow {
  readonly edge: string;
  readonly name: string;
  /** What it is worth: `42`, `false`, `12 characters`; empty for objects. */
  readonly value: string;
  /** 0 for a small integer, which is no object. */
  readonly id: number;
  readonly self: Bytes;
  readonly retained: Bytes;
  /** As of an object. */
  readonly length: number;
  /** Undefined for an object that the page does not carry. */
  readonly object: ObjectRow | undefined;
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
    const { id, className, text, self, retained, birth, distance, suspect, length, retainers, fields } =
      columns;
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
      length: length[row],
      retainers: retainers[row],
      fields: fields[row],
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

  /** What the program named first. */
  fieldsOf({ row }: ObjectRow): FieldRow[] {
    const { strings, columns } = this.#table;
    const first = columns.firstField[row];
    return Array.from({ length: columns.firstField[row + 1] - first }, (_, k) => {
      const at = first + k;
      return {
        edge: strings[columns.fieldEdge[at]],
        name: strings[columns.fieldClass[at]],
        value: strings[columns.fieldValue[at]],
        id: columns.fieldId[at],
        self: columns.fieldSelf[at],
        retained: columns.fieldRetained[at],
        length: columns.fieldLength[at],
        object: this.objects[columns.field[at]],
      };
    });
  }

  /** The names of the first fields, to tell objects of one class from another: `{ id, user, … }`. */
  preview(object: ObjectRow): string {
    const { strings, columns } = this.#table;
    const names: string[] = [];
    const end = columns.firstField[object.row + 1];
    for (let at = columns.firstField[object.row]; at < end && names.length <= previewed; at++) {
      const edge = strings[columns.fieldEdge[at]];
      if (edge.startsWith('.') && edge !== '.__proto__') names.push(edge.slice(1));
    }
    if (names.length === 0) return '';
    const more = names.length > previewed ? ', …' : '';
    return `{ ${names.slice(0, previewed).join(', ')}${more} }`;
  }

  /** From the root to the holder of the object, by the most useful path. */
  pathTo(object: ObjectRow): RetainerRow[] {
    const { strings, columns } = this.#table;
    const path: RetainerRow[] = [];
    const seen = new Set<number>();
    for (let row = object.row; columns.pathFrom[row] >= 0 && !seen.has(row); row = columns.pathFrom[row]) {
      seen.add(row);
      const from = this.objects[columns.pathFrom[row]];
      path.unshift({ edge: strings[columns.pathEdge[row]], name: this.#pathName(from), object: from });
    }
    return path;
  }

  /** A root by its name, and the scope of a module by the module. */
  #pathName({ name, text }: ObjectRow): string {
    if (name === '(roots)') return text === '' ? '(root)' : text;
    return name === 'Context' && text !== '' ? `scope of ${text}` : name;
  }
}

/** How many names of fields a preview has. */
const previewed = 4;

function byRetained(a: ObjectRow, b: ObjectRow): number {
  return b.retained - a.retained;
}
