import type { Bytes } from '../../format/units.ts';
import { expressionsIn } from '../inventory/expressions.ts';
import { FieldValues } from '../inventory/field-values.ts';
import { fieldLabel, fieldsOf, isReference } from '../inventory/fields.ts';
import type { Inventory } from '../inventory/open-inventory.ts';
import { type SharedMemory, sharedBelow } from '../inventory/shared-below.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';

/** A field of an object: a property, a variable of a scope, an entry of a container. */
export interface ObjectField {
  /** As JavaScript writes it: `.user`, `[key]`, `[]`; a variable without a dot. */
  readonly name: string;
  /** `42`, `false`, `null`; of a string its length, or what it says if the heap was opened so; empty for objects. */
  readonly value: string;
  /** Absent for a small integer, which is no object. */
  readonly object?: HeapObject;
}

/** Who holds an object, and how. */
export interface ObjectRetainer {
  readonly name: string;
  readonly object: HeapObject;
}

/** What all objects of one heap are told with; made once. */
export class ObjectTeller {
  readonly inventory: Inventory;
  readonly values: FieldValues;
  readonly pathOf: (node: NodeIndex) => string;

  constructor(inventory: Inventory) {
    this.inventory = inventory;
    this.values = new FieldValues(inventory.words);
    this.pathOf = expressionsIn(inventory.heap);
  }
}

/** One object of a heap. It is made when it is asked for, and reads from the heap's columns: keep as many as you need. */
export class HeapObject {
  readonly #teller: ObjectTeller;
  readonly #node: NodeIndex;

  /** @internal */
  constructor(teller: ObjectTeller, node: NodeIndex) {
    this.#teller = teller;
    this.#node = node;
  }

  /** As after @ in reports and in other tools. */
  get id(): number {
    return this.#teller.inventory.heap.graph.id(this.#node);
  }

  /** As the classes command lists it: `Session`, `function onMessage`, `string`. */
  get className(): string {
    return this.#teller.inventory.words.className(this.#node);
  }

  get selfSize(): Bytes {
    return this.#teller.inventory.heap.graph.selfSize(this.#node);
  }

  /** The bytes that are freed with it. */
  get retainedSize(): Bytes {
    return this.#teller.inventory.retained[this.#node];
  }

  /** The capture after which it was born; 0 is before the first one. */
  get born(): number {
    return this.#teller.inventory.heap.birth[this.#node];
  }

  /** The value of a number, a boolean or a string in words; see ObjectField. Empty for objects. */
  get value(): string {
    return this.#teller.values.ofNode(this.#node);
  }

  /** The source location of its constructor or function; empty if the snapshot does not tell. */
  get place(): string {
    return this.#teller.inventory.words.place(this.#node);
  }

  /** How the program reaches it: `agent.sessions[key]`; empty if nothing of the program does. */
  get path(): string {
    return this.#teller.pathOf(this.#node);
  }

  /** What it leads to that others hold too, and that is not freed with it. */
  shared(): SharedMemory {
    return sharedBelow(this.#teller.inventory, this.#node);
  }

  /** What the program named first, then entries, then what the engine adds. */
  fields(): ObjectField[] {
    const { inventory, values } = this.#teller;
    const { heap, words } = inventory;
    return fieldsOf(heap, this.#node).map((field) => ({
      name: fieldLabel(words, this.#node, field),
      value: values.of(field),
      ...(isReference(field) ? { object: new HeapObject(this.#teller, field.to) } : {}),
    }));
  }

  /** The objects that keep it alive. */
  retainers(): ObjectRetainer[] {
    const { heap, words } = this.#teller.inventory;
    const { first, from, edge } = heap.retainers;
    const held: ObjectRetainer[] = [];
    for (let at = first[this.#node]; at < first[this.#node + 1]; at++) {
      held.push({
        name: words.edge(from[at], edge[at]),
        object: new HeapObject(this.#teller, from[at]),
      });
    }
    return held;
  }
}
