import type { PathStep } from '../../format/suspect.ts';
import { areNamedByData } from '../graph/dictionaries.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { isString, scopeName } from '../parse/node-kinds.ts';
import { type EdgeIndex, EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { blockVariable } from './block-scope.ts';
import { writtenVariable } from './written-variables.ts';

const collection = /^(Map|Set)$/;
const identifier = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u;
/** What programmers call symbols: words, with dots, colons, slashes, dashes or spaces between them. */
const description = /^[\w$#]*([.:/ -][\w$#]+)*$/;

/** An EventTarget of Bun or of a page holds each of its listeners by itself. */
export const nativeListener = '(listener)';

/** The edge from a node as JavaScript writes it. Keys of Maps and dictionaries are data and are left out. */
export function describeEdge(heap: AgedHeap, from: NodeIndex, edge: EdgeIndex): string {
  const { graph } = heap;
  const name = graph.edgeNameOrIndex(edge);
  if (graph.columns.nodeType[from] === NodeType.array) return insideStore(heap, from);
  switch (graph.edgeType(edge)) {
    case EdgeType.element:
      // What was put back of a Map of JavaScriptCore; V8 has the entries in a table of their own.
      return collection.test(heap.names.className(from)) ? '[key]' : '[]';
    case EdgeType.context:
      return writtenVariable(heap, from, edge)?.name ?? String(name);
    case EdgeType.property:
      return isDictionaryKey(heap, from, edge) ? '[key]' : property(privateName(heap, from, String(name)));
    case EdgeType.shortcut:
      return String(name).replace(/_/g, ' ');
    case EdgeType.hidden:
      return blockVariableOf(heap, from, edge) ?? '(internal)';
    default:
      return describeInternal(String(name));
  }
}

function blockVariableOf(heap: AgedHeap, from: NodeIndex, edge: EdgeIndex): string | undefined {
  return heap.graph.rawName(from) === scopeName ? blockVariable(heap, from, edge) : undefined;
}

function insideStore(heap: AgedHeap, store: NodeIndex): string {
  const owner = heap.names.className(heap.ownerOf(store));
  if (collection.test(owner)) return '[key]';
  return '[]';
}

/** Module exports stand in an array that alternates names and cells: the name is just before the cell. */
export function exportName(heap: AgedHeap, store: NodeIndex, edge: EdgeIndex): string | undefined {
  const { graph } = heap;
  if (graph.rawName(graph.edgeTarget(edge)) !== 'system / Cell') return undefined;
  const before = Number(graph.edgeNameOrIndex(edge)) - 1;
  for (let e = graph.firstEdge(store); e < graph.endEdge(store); e++) {
    const target = graph.edgeTarget(e);
    if (Number(graph.edgeNameOrIndex(e)) !== before) continue;
    if (graph.columns.nodeType[target] === NodeType.string) return graph.rawName(target);
  }
  return undefined;
}

/** The name that a module exports a cell by. The modules that import it have the cell, and no name for it. */
export function exportedName(heap: AgedHeap, cell: NodeIndex): string | undefined {
  const { graph, retainers } = heap;
  if (graph.rawName(cell) !== 'system / Cell') return undefined;
  for (let k = retainers.first[cell]; k < retainers.first[cell + 1]; k++) {
    const name = exportName(heap, retainers.from[k], retainers.edge[k]);
    if (name !== undefined) return name;
  }
  return undefined;
}

function describeInternal(name: string): string {
  if (name.includes('part of key')) return '(weakly keyed value)';
  // Native code numbers its handles, and says no more of them.
  if (/^\d+$/.test(name)) return '(native handle)';
  return `(${name.replace(/_/g, ' ')})`;
}

/** A property that no programmer writes as a name is a key: it came with the data. */
export function property(name: string): string {
  const symbol = /^<symbol ?(.*)>$/s.exec(name);
  if (symbol !== null) return description.test(symbol[1]) ? `[Symbol(${symbol[1]})]` : '[Symbol()]';
  return identifier.test(name.replace(/^#/, '')) ? `.${name}` : '[key]';
}

function isDictionaryKey(heap: AgedHeap, from: NodeIndex, edge: EdgeIndex): boolean {
  const { graph } = heap;
  // A class with many fields of one kind has named them; only plain objects are used as dictionaries.
  if (heap.names.className(from) !== 'Object') return false;
  if (!areNamedByData(graph.endEdge(from) - graph.firstEdge(from))) return false;
  const { nodeType, nodeName } = graph.columns;
  const target = graph.edgeTarget(edge);
  // What a string says is no kind of string. Functions of a library have names of their own, listeners have one.
  const isText = nodeType[target] === NodeType.string;
  let alike = 0;
  for (let e = graph.firstEdge(from); e < graph.endEdge(from); e++) {
    if (graph.edgeType(e) !== EdgeType.property) continue;
    const other = graph.edgeTarget(e);
    if (nodeType[other] === nodeType[target] && (isText || nodeName[other] === nodeName[target])) alike++;
  }
  return areNamedByData(alike);
}

export type NodeInWords = Pick<PathStep, 'name' | 'kind' | 'location' | 'minifiedName'>;

/** The class or name of a node, and what kind of step it makes. */
export function describeNode(heap: AgedHeap, v: NodeIndex): NodeInWords {
  const { graph, names } = heap;
  const type = graph.columns.nodeType[v];
  if (isString(type)) return { name: 'string', kind: 'string' };
  const { name: raw, minified } = names.writtenName(v);
  const location = names.writtenPlace(v);
  const told = {
    ...(location === undefined ? {} : { location }),
    ...(minified === undefined ? {} : { minifiedName: readable(minified) }),
  };
  if (type === NodeType.closure) return { name: `function ${raw}`, kind: 'closure', ...told };
  const name = readable(raw);
  if (type === NodeType.native) return { name, kind: 'native' };
  return { name, kind: collections.test(name) ? 'collection' : 'object', ...told };
}

const collections = /^(Map|Set|WeakMap|WeakSet|Array)$/;

function privateName(heap: AgedHeap, from: NodeIndex, name: string): string {
  return (name.startsWith('#') ? heap.names.writtenPrivateName(from, name) : undefined) ?? name;
}

/** What an edge tells beside its name: where its variable is declared, and what it is called as it runs. */
export function describeVariable(
  heap: AgedHeap,
  from: NodeIndex,
  edge: EdgeIndex,
): Pick<PathStep, 'declared' | 'minifiedEdge'> {
  const name = heap.graph.edgeNameOrIndex(edge);
  if (heap.graph.edgeType(edge) === EdgeType.property && String(name).startsWith('#'))
    return privateName(heap, from, String(name)) === name ? {} : { minifiedEdge: `.${name}` };
  const written = writtenVariable(heap, from, edge);
  if (written === undefined) return {};
  return {
    declared: heap.names.place(written.place),
    ...(name === written.name ? {} : { minifiedEdge: String(name) }),
  };
}

/** Engine names without their prefix and without `@ids`. */
function readable(name: string): string {
  return shorten(name.replace(/^system \/ /, '').replace(/ @\d+/g, ''));
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
