import { isString, scopeName } from '../parse/node-kinds.ts';
import { EdgeType, type NodeIndex, NodeType, type StringIndex } from '../parse/snapshot-columns.ts';
import type { HeapGraph } from './heap-graph.ts';

/** A function without a name. */
export const anonymous = '(anonymous)';

const systemNames: ReadonlyMap<string, string> = new Map([
  [scopeName, 'Context'],
  ['system / JSProxy', 'Proxy'],
]);

/** V8 calls the hidden class of an object a Map, as it does for the Map of strings: `system / Map (ConsString)`. */
const hiddenClass = /^system \/ Map( \(.*\))?$/;

function systemName(raw: string): string {
  return systemNames.get(raw) ?? (hiddenClass.test(raw) ? '(shape)' : raw);
}

/** What a reader would call the class of a node. Nothing is kept per node, only per prototype. */
export class ClassNames {
  private readonly graph: HeapGraph;
  private readonly protoEdge: StringIndex;
  private readonly constructorEdge: StringIndex;
  /** Constructor name by prototype object; empty if it says nothing better than V8 does. */
  private readonly byPrototype = new Map<NodeIndex, string>();

  constructor(graph: HeapGraph) {
    this.graph = graph;
    this.protoEdge = graph.strings.find('__proto__');
    this.constructorEdge = graph.strings.find('constructor');
  }

  of(node: NodeIndex): string {
    const { graph } = this;
    const type = graph.type(node);
    if (isString(type)) return 'string';
    switch (type) {
      case NodeType.closure:
        return graph.rawName(node) || anonymous;
      case NodeType.array:
        return '(array)';
      case NodeType.regexp:
        return 'RegExp';
      case NodeType.number:
      case NodeType.bigint:
      case NodeType.symbol:
        return graph.typeName(node);
      case NodeType.objectShape:
        return '(shape)';
      case NodeType.object:
        return this.ofObject(node);
      default:
        return systemName(graph.rawName(node));
    }
  }

  /** V8 names an object by its hidden class; where that was made by a base class (Node's AbortSignal), by that one. */
  private ofObject(node: NodeIndex): string {
    const byConstructor = this.constructorName(this.prototypeOf(node));
    if (byConstructor !== '') return byConstructor;
    const raw = this.graph.rawName(node);
    return systemName(raw) || 'Object';
  }

  private prototypeOf(node: NodeIndex): NodeIndex {
    const { edgeType, edgeName, edgeTo, firstEdge } = this.graph.columns;
    // From the end: V8 draws it behind the properties, of which an object used as a dictionary has very many.
    for (let edge = firstEdge[node + 1] - 1; edge >= firstEdge[node]; edge--) {
      if (edgeName[edge] === this.protoEdge && edgeType[edge] === EdgeType.property) return edgeTo[edge];
    }
    return -1;
  }

  private constructorName(prototype: NodeIndex): string {
    if (prototype === -1 || this.constructorEdge === -1) return '';
    let name = this.byPrototype.get(prototype);
    if (name === undefined) {
      name = this.readConstructorName(prototype);
      this.byPrototype.set(prototype, name);
    }
    return name;
  }

  private readConstructorName(prototype: NodeIndex): string {
    const { graph } = this;
    const edge = graph.findEdge(prototype, EdgeType.property, this.constructorEdge);
    if (edge === -1) return '';
    const maker = graph.edgeTarget(edge);
    const name = graph.type(maker) === NodeType.closure ? graph.rawName(maker) : '';
    return name === 'Object' ? '' : name;
  }
}
