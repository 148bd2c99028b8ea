import { distances } from '../graph/distances.ts';
import { Primitives } from '../graph/primitives.ts';
import { entriesOf } from '../heap/container-entries.ts';
import { expressionsIn } from '../inventory/expressions.ts';
import { heldAs } from '../inventory/held-as.ts';
import type { Inventory } from '../inventory/open-inventory.ts';
import { packagesOf } from '../inventory/packages.ts';
import { sharedBelow } from '../inventory/shared-below.ts';
import { StringLengths } from '../inventory/string-length.ts';
import { EdgeType, type NodeIndex, NodeType, type StringIndex } from '../parse/snapshot-columns.ts';
import { fieldNamed } from './field-names.ts';
import { HeapRef, type Read, type Value } from './values.ts';

const containers = /^(Array|Map|Set|SafeMap|SafeSet|Object)$/;

/** What is known of every object, whatever its class, by the word that a query has for it. */
export interface Fact {
  readonly describe: string;
  readonly isBytes?: true;
  /** Made when a query asks for it: some take a pass over the whole graph. */
  readonly read: (reader: HeapReader) => Read;
}

export const facts: Readonly<Record<string, Fact>> = {
  className: {
    describe: 'its class, as the classes command lists it',
    read:
      ({ inventory: { census } }) =>
      (node) =>
        census.classes[census.classOf[node]].name,
  },
  id: {
    describe: 'its id, as after @',
    read:
      ({ graph }) =>
      (node) =>
        graph.id(node),
  },
  self: {
    describe: 'its own size in bytes',
    isBytes: true,
    read:
      ({ graph }) =>
      (node) =>
        graph.selfSize(node),
  },
  retained: {
    describe: 'the bytes that are freed with it',
    isBytes: true,
    read:
      ({ inventory: { retained } }) =>
      (node) =>
        retained[node],
  },
  shared: {
    describe: 'the bytes that it leads to and that others hold too',
    isBytes: true,
    read:
      ({ inventory }) =>
      (node) =>
        sharedBelow(inventory, node).bytes,
  },
  born: {
    describe: 'the capture after which it was born; 0 is before the first one',
    read:
      ({ inventory: { heap } }) =>
      (node) =>
        heap.birth[node],
  },
  age: {
    describe: 'in how many captures it is alive',
    read:
      ({ inventory: { heap } }) =>
      (node) =>
        heap.intervals - heap.birth[node],
  },
  length: {
    describe: 'characters of a string, entries of a Map, Set, array or dictionary',
    read: (reader) => (node) => reader.lengthOf(node),
  },
  holder: {
    describe: 'what holds it, and how: `.messages of Session`',
    read: (reader) => reader.holders(),
  },
  path: {
    describe: 'how the program reaches it: `agent.sessions[key]`',
    read: ({ inventory: { heap } }) => expressionsIn(heap),
  },
  package: {
    describe: 'whose code keeps it alive',
    read: ({ inventory: { heap } }) => {
      const { packages, packageOf } = packagesOf(heap);
      return (node) => packages[packageOf[node]]?.name ?? '';
    },
  },
  place: {
    describe: 'the source location of its constructor or function',
    read:
      ({ inventory: { words } }) =>
      (node) =>
        words.place(node),
  },
  retainers: {
    describe: 'how many references hold it',
    read: ({ inventory: { heap } }) => {
      const { first } = heap.retainers;
      return (node) => first[node + 1] - first[node];
    },
  },
  distance: {
    describe: 'steps from a root',
    read: ({ inventory: { heap } }) => {
      const steps = distances(heap.graph, heap.edges);
      return (node) => steps[node];
    },
  },
};

/** Reads values of objects, fields and numbers out of one heap. */
export class HeapReader {
  readonly inventory: Inventory;
  readonly fieldsLike: (name: string) => readonly string[];
  readonly #primitives: Primitives;
  readonly #lengths: StringLengths;
  #readsFields = false;

  /** @param fieldsLike names that may have been meant by one that no field has */
  constructor(inventory: Inventory, fieldsLike: (name: string) => readonly string[]) {
    this.inventory = inventory;
    this.fieldsLike = fieldsLike;
    this.#primitives = new Primitives(inventory.heap.graph);
    this.#lengths = new StringLengths(inventory.heap.graph);
  }

  get graph() {
    return this.inventory.heap.graph;
  }

  /** Whether any object of the heap has a field of this name. */
  knows(name: string): boolean {
    return fieldNamed(this.graph, name) !== -1;
  }

  /** Whether any field was asked for: numbers in it may be missing. */
  get readsFields(): boolean {
    return this.#readsFields;
  }

  /** A field by its name: of the program before what the engine has of the same name. */
  field(name: string): Read {
    this.#readsFields = true;
    const index = this.graph.strings.find(name);
    if (index === -1) return () => undefined;
    return (node) => this.#named(node, index);
  }

  element(index: number): Read {
    this.#readsFields = true;
    const { graph } = this;
    return (node) => {
      const edge = graph.findEdge(node, EdgeType.element, index);
      if (edge !== -1) return this.valueOf(graph.edgeTarget(edge));
      return asNumber(graph.numbers?.integerIn(node, EdgeType.element, index));
    };
  }

  #named(node: NodeIndex, name: StringIndex): Value {
    const { graph } = this;
    const { firstEdge, edgeType, edgeName, edgeTo } = graph.columns;
    for (let edge = firstEdge[node]; edge < firstEdge[node + 1]; edge++) {
      if (edgeName[edge] !== name) continue;
      if (edgeType[edge] === EdgeType.property || edgeType[edge] === EdgeType.context)
        return this.valueOf(edgeTo[edge]);
    }
    if (graph.numbers === undefined) return undefined;
    return asNumber(
      graph.numbers.integerIn(node, EdgeType.property, name) ??
        graph.numbers.integerIn(node, EdgeType.context, name),
    );
  }

  valueOf(node: NodeIndex): Value {
    const text = this.#primitives.of(node);
    switch (text) {
      case 'true':
        return true;
      case 'false':
        return false;
      case 'null':
        return null;
      case 'undefined':
        return undefined;
      default:
        if (this.graph.type(node) === NodeType.number) return asNumber(text);
        return new HeapRef(node);
    }
  }

  isString(value: Value): value is HeapRef {
    return value instanceof HeapRef && this.inventory.words.isString(value.node);
  }

  /** What a string says, or undefined for everything else. V8 does not tell of ropes, and of long ones only the start. */
  textOf(value: Value): string | undefined {
    if (typeof value === 'string') return value;
    if (!this.isString(value) || this.graph.type(value.node) !== NodeType.string) return undefined;
    return this.graph.rawName(value.node);
  }

  lengthOf(node: NodeIndex): number | undefined {
    const { heap, words } = this.inventory;
    if (words.isString(node)) {
      const length = this.#lengths.of(node);
      return length < 0 ? undefined : length;
    }
    if (!containers.test(heap.names.className(node))) return undefined;
    const entries = entriesOf(heap, node)?.length;
    const integers = this.graph.numbers?.integersOf(node) ?? [];
    const inElements = integers.filter(({ edgeType }) => edgeType === EdgeType.element).length;
    return entries === undefined ? undefined : entries + inElements;
  }

  holders(): Read {
    return (node) => heldAs(this.inventory, node);
  }
}

function asNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}
