import type { AgedHeap } from '../heap/aged-heap.ts';
import { isString } from '../parse/node-kinds.ts';
import { type EdgeIndex, type NodeIndex, NodeType, nodeTypes } from '../parse/snapshot-columns.ts';
import { moduleOfScope } from '../paths/module-scope.ts';
import { wellKnown } from '../paths/retaining-path.ts';
import { describeEdge } from '../paths/step-names.ts';

const longestName = 200;
const longestContent = 300;

/** Types whose names are data, code or the engine's own: they are classed by type alone, as DevTools does. */
const classByType: ReadonlyMap<number, string> = new Map([
  [NodeType.hidden, '(system)'],
  [NodeType.array, '(array)'],
  [NodeType.string, 'string'],
  [NodeType.code, '(compiled code)'],
  [NodeType.regexp, 'RegExp'],
  [NodeType.number, 'number'],
  [NodeType.synthetic, '(roots)'],
  [NodeType.consString, '(concatenated string)'],
  [NodeType.slicedString, '(sliced string)'],
  [NodeType.symbol, 'symbol'],
  [NodeType.bigint, 'bigint'],
  [NodeType.objectShape, '(object shape)'],
]);

/** What inventories and pages call nodes and edges. What strings say is left out unless asked for. */
export class NodeWords {
  readonly heap: AgedHeap;
  readonly includesStrings: boolean;

  constructor(heap: AgedHeap, includeStrings: boolean) {
    this.heap = heap;
    this.includesStrings = includeStrings;
  }

  /** `Session`, `function onMessage`, `string`, `(array)`. */
  className(node: NodeIndex): string {
    const { graph, names } = this.heap;
    const type = graph.type(node);
    const byType = classByType.get(type);
    if (byType !== undefined) return byType;
    const name = shortened(names.writtenName(node).name.replace(/ @\d+/g, ''), longestName);
    return type === NodeType.closure ? `function ${name}` : name.replace(/^system \/ /, '');
  }

  typeName(node: NodeIndex): string {
    return nodeTypes[this.heap.graph.type(node)];
  }

  /** As `className`, but a root by its name and a module's scope by its module. */
  name(node: NodeIndex): string {
    const { graph } = this.heap;
    if (node === 0) return '(root)';
    if (graph.type(node) === NodeType.synthetic) return shortened(graph.rawName(node), longestName);
    const known = wellKnown(this.heap, node);
    if (known !== undefined) return known;
    const module = moduleOfScope(this.heap, node, node);
    return module === undefined ? this.className(node) : `scope of ${this.heap.names.moduleName(module)}`;
  }

  /** Where the code of a closure, constructor or scope stands, which root it is, or, where asked for, what a string says. */
  text(node: NodeIndex): string {
    const { graph } = this.heap;
    if (this.isString(node))
      return this.includesStrings ? shortened(graph.rawName(node), longestContent) : '';
    if (graph.type(node) === NodeType.synthetic) return shortened(graph.rawName(node), longestName);
    const module = moduleOfScope(this.heap, node, node);
    return module === undefined ? this.place(node) : this.heap.names.moduleName(module);
  }

  /** Where the code of a closure or constructor stands: `bus.mjs:8`; empty if the snapshot does not tell. */
  place(node: NodeIndex): string {
    return this.heap.names.writtenPlace(node) ?? '';
  }

  /** How a node is reached, as JavaScript writes it; keys of Maps only if strings are asked for. */
  edge(from: NodeIndex, edge: EdgeIndex): string {
    if (this.includesStrings) {
      const key = this.heap.names.mapEntryKey(from, edge);
      if (key !== -1 && this.isString(key))
        return `[${JSON.stringify(shortened(this.heap.graph.rawName(key), longestName))}]`;
    }
    return shortened(describeEdge(this.heap, from, edge), longestName);
  }

  isString(node: NodeIndex): boolean {
    return isString(this.heap.graph.type(node));
  }
}

function shortened(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
