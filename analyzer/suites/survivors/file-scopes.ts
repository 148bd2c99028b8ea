import { suiteFileKey } from '../../../format/suite-evidence.ts';
import type { Bytes } from '../../../format/units.ts';
import type { AgedHeap } from '../../heap/aged-heap.ts';
import { EdgeType, type NodeIndex, NodeType, type StringIndex } from '../../parse/snapshot-columns.ts';

const nativeContext = 'system / NativeContext';
/** A chain of scopes or prototypes that is longer is not followed. */
const mostSteps = 64;

/** What is alive of a test file that is over. */
export interface FileRemains {
  readonly file: string;
  readonly scope: NodeIndex;
  readonly sizes: ReadonlyMap<NodeIndex, Bytes>;
}

/**
 * The global scopes in a heap that belonged to test files, and what was made in them: an object by its prototype, a function
 * by its scope. Strings and stores were made where their holder was.
 */
export class FileScopes {
  readonly #heap: AgedHeap;
  readonly #names: Readonly<Record<'context' | 'previous' | 'proto' | 'maker' | 'file' | 'tag', StringIndex>>;
  readonly #files: ReadonlyMap<NodeIndex, string>;

  constructor(heap: AgedHeap) {
    const { strings } = heap.graph;
    this.#heap = heap;
    this.#names = {
      context: strings.find('context'),
      previous: strings.find('previous'),
      proto: strings.find('__proto__'),
      maker: strings.find('constructor'),
      file: strings.find('file'),
      tag: strings.find(`<symbol ${suiteFileKey}>`),
    };
    this.#files = this.#findFiles();
  }

  /** It was made in the scope of a test file. */
  isOfFile(node: NodeIndex): boolean {
    return this.#ownFile(node) !== undefined;
  }

  /** What each file left: its global scope, and the size of all data that was made in it. What belongs to none is left out. */
  left(): FileRemains[] {
    const { graph, tree, noise } = this.#heap;
    const remains = [...this.#files].map(([scope, file]) => ({
      file,
      scope,
      sizes: new Map<NodeIndex, Bytes>(),
    }));
    const indexOf = new Map(remains.map(({ scope }, index) => [scope, index]));
    // From the root down: an owner comes before what it dominates.
    const fileOf = new Int32Array(graph.nodeCount).fill(-1);
    for (const node of tree.order.subarray(1, tree.reachable)) {
      const own = indexOf.get(this.#scopeOf(node) ?? -1);
      fileOf[node] = own ?? fileOf[tree.idom[node]];
      if (fileOf[node] >= 0 && noise[node] === 0) remains[fileOf[node]].sizes.set(node, graph.selfSize(node));
    }
    return remains;
  }

  #ownFile(node: NodeIndex): string | undefined {
    const scope = this.#scopeOf(node);
    return scope === undefined ? undefined : this.#files.get(scope);
  }

  #scopeOf(node: NodeIndex): NodeIndex | undefined {
    const { graph } = this.#heap;
    switch (graph.type(node)) {
      case NodeType.closure:
        return this.#scopeOfFunction(node);
      case NodeType.object:
      case NodeType.hidden:
        return this.#outermostScope(node) ?? this.#scopeOfMaker(node);
      default:
        return undefined;
    }
  }

  #scopeOfFunction(closure: NodeIndex): NodeIndex | undefined {
    const context = this.#follow(closure, EdgeType.internal, this.#names.context);
    return context === undefined ? undefined : this.#outermostScope(context);
  }

  /** From a scope to the global one around it. */
  #outermostScope(scope: NodeIndex): NodeIndex | undefined {
    let at: NodeIndex | undefined = scope;
    for (let step = 0; at !== undefined && step < mostSteps; step++) {
      if (this.#heap.graph.rawName(at) === nativeContext) return at;
      at = this.#follow(at, EdgeType.internal, this.#names.previous);
    }
    return undefined;
  }

  /** Of an object: by the constructor of the nearest prototype that has one. */
  #scopeOfMaker(object: NodeIndex): NodeIndex | undefined {
    const { graph } = this.#heap;
    let at = this.#follow(object, EdgeType.property, this.#names.proto);
    for (let step = 0; at !== undefined && step < mostSteps; step++) {
      const maker = this.#follow(at, EdgeType.property, this.#names.maker);
      if (maker !== undefined && graph.type(maker) === NodeType.closure) return this.#scopeOfFunction(maker);
      at = this.#follow(at, EdgeType.property, this.#names.proto);
    }
    return undefined;
  }

  #findFiles(): Map<NodeIndex, string> {
    const files = new Map<NodeIndex, string>();
    const { graph } = this.#heap;
    for (let node = 0; node < graph.nodeCount; node++) {
      if (graph.type(node) !== NodeType.closure) continue;
      const tag = this.#follow(node, EdgeType.property, this.#names.tag);
      const scope = tag === undefined ? undefined : this.#scopeOfFunction(node);
      const path = tag === undefined ? undefined : this.#follow(tag, EdgeType.property, this.#names.file);
      if (scope !== undefined && path !== undefined) files.set(scope, graph.rawName(path));
    }
    return files;
  }

  #follow(node: NodeIndex, type: number, name: StringIndex): NodeIndex | undefined {
    const edge = this.#heap.graph.findEdge(node, type, name);
    return edge < 0 ? undefined : this.#heap.graph.edgeTarget(edge);
  }
}
