import type { AgedHeap } from '../../heap/aged-heap.ts';
import { EdgeType, type NodeIndex, NodeType } from '../../parse/snapshot-columns.ts';

/** A class of Node whose objects show that they have ended, by the property that then holds null instead of an object. */
export interface EndedOwner {
  readonly classes: RegExp;
  /** Under each name that a version of Node has for it. */
  readonly properties: readonly string[];
  /** `a closed socket`. */
  readonly one: string;
  readonly many: string;
}

/** Seen in snapshots of Node 20, 22 and 26. A snapshot draws null and undefined as nodes, so a missing property is no end. */
const endedOwners: readonly EndedOwner[] = [
  {
    classes: /^(Socket|TLSSocket)$/,
    properties: ['<symbol kHandle>', '_handle'],
    one: 'a closed socket',
    many: 'closed sockets',
  },
  {
    classes: /^ChildProcess$/,
    properties: ['_handle'],
    one: 'an exited child process',
    many: 'exited child processes',
  },
  {
    classes: /^Worker$/,
    properties: ['<symbol kHandle>'],
    one: 'an ended worker',
    many: 'ended workers',
  },
  {
    classes: /^(Timeout|Immediate)$/,
    properties: ['_onTimeout', '_onImmediate'],
    one: 'a cleared timer',
    many: 'cleared timers',
  },
  {
    classes: /^(Gzip|Gunzip|Deflate|Inflate|DeflateRaw|InflateRaw|Unzip|Brotli\w+|Zstd\w+)$/,
    properties: ['_handle'],
    one: 'a closed zlib stream',
    many: 'closed zlib streams',
  },
  {
    classes: /^ServerResponse$/,
    properties: ['<symbol kSocket>', 'socket'],
    one: 'a finished response',
    many: 'finished responses',
  },
];

/** Nodes of one heap that have ended. */
export class EndedNodes {
  readonly #heap: AgedHeap;
  /** By the index of a class's name. */
  readonly #ownerOf = new Map<number, EndedOwner | undefined>();
  readonly #null: readonly number[];

  constructor(heap: AgedHeap) {
    this.#heap = heap;
    this.#null = ['system / Oddball', 'null', 'undefined'].map((name) => heap.graph.strings.find(name));
  }

  /** What has ended, if this has. */
  kindOf(node: NodeIndex): EndedOwner | undefined {
    const { graph } = this.#heap;
    if (graph.type(node) !== NodeType.object) return undefined;
    const owner = this.#ownerNamed(graph.nameIndex(node));
    return owner?.properties.some((name) => this.#isNull(node, name)) ? owner : undefined;
  }

  #ownerNamed(name: number): EndedOwner | undefined {
    if (!this.#ownerOf.has(name)) {
      const text = this.#heap.graph.strings.get(name);
      this.#ownerOf.set(
        name,
        endedOwners.find(({ classes }) => classes.test(text)),
      );
    }
    return this.#ownerOf.get(name);
  }

  #isNull(node: NodeIndex, property: string): boolean {
    const { graph } = this.#heap;
    const edge = graph.findEdge(node, EdgeType.property, graph.strings.find(property));
    if (edge === -1) return false;
    const value = graph.edgeTarget(edge);
    return graph.type(value) === NodeType.hidden && this.#null.includes(graph.nameIndex(value));
  }
}
