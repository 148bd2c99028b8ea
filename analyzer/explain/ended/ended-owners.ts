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

/** What the versions of V8 call their nodes for null and undefined; the first one is also true and false. */
const nulls = new Set(['system / Oddball', 'null', 'undefined']);

/** Nodes of one heap that have ended. */
export class EndedNodes {
  readonly #heap: AgedHeap;
  /** By the index of a class's name. */
  readonly #ownerOf = new Map<number, EndedOwner | undefined>();

  constructor(heap: AgedHeap) {
    this.#heap = heap;
  }

  /** What has ended, if this has. */
  kindOf(node: NodeIndex): EndedOwner | undefined {
    const { graph } = this.#heap;
    if (graph.type(node) !== NodeType.object) return undefined;
    const owner = this.#ownerNamed(graph.nameIndex(node));
    return owner !== undefined && this.#hasNullIn(node, owner.properties) ? owner : undefined;
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

  /** By the names of its own edges: to look a name up takes a pass over all strings of the heap. */
  #hasNullIn(node: NodeIndex, properties: readonly string[]): boolean {
    const { graph } = this.#heap;
    for (let edge = graph.firstEdge(node); edge < graph.endEdge(node); edge++) {
      if (graph.edgeType(edge) !== EdgeType.property) continue;
      const value = graph.edgeTarget(edge);
      const isNull = graph.type(value) === NodeType.hidden && nulls.has(graph.rawName(value));
      if (isNull && properties.includes(String(graph.edgeNameOrIndex(edge)))) return true;
    }
    return false;
  }
}
