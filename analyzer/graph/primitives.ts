import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { HeapGraph } from './heap-graph.ts';

/** What JavaScript keeps beside numbers and strings that is no object. */
const oddballs = new Set(['true', 'false', 'null', 'undefined']);
/** Until Node 22, all of them have this name, and the first field says which one it is. */
const nameless = 'system / Oddball';

/** Values that are no objects, as JavaScript writes them: `42`, `true`, `null`. */
export class Primitives {
  readonly #graph: HeapGraph;
  readonly #oddballs = new Map<NodeIndex, string | undefined>();

  constructor(graph: HeapGraph) {
    this.#graph = graph;
  }

  /** Undefined for objects, for strings, and for numbers of which the snapshot does not tell the value. */
  of(node: NodeIndex): string | undefined {
    const type = this.#graph.type(node);
    if (type === NodeType.number) return this.#graph.numbers?.of(node);
    if (type !== NodeType.hidden) return undefined;
    if (!this.#oddballs.has(node)) this.#oddballs.set(node, this.#oddball(node));
    return this.#oddballs.get(node);
  }

  #oddball(node: NodeIndex): string | undefined {
    const graph = this.#graph;
    const name = graph.rawName(node);
    if (oddballs.has(name)) return name;
    if (name !== nameless) return undefined;
    for (let edge = graph.firstEdge(node); edge < graph.endEdge(node); edge++) {
      const word = graph.rawName(graph.edgeTarget(edge));
      if (graph.edgeType(edge) === EdgeType.hidden && graph.edgeNameIndex(edge) === 0)
        return oddballs.has(word) ? word : undefined;
    }
    return undefined;
  }
}
