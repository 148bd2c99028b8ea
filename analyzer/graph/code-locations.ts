import { EdgeType, type NodeIndex, NodeType, type StringIndex } from '../parse/snapshot-columns.ts';
import type { HeapGraph } from './heap-graph.ts';

/** A place in source code as editors show it: line and column count from 1. */
export interface CodeLocation {
  /** `file:///…`, `node:…` or a plain path; empty if the snapshot does not tell. */
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Where closures, and objects made by constructors, come from. The table of locations names scripts by number only;
 * their URLs are found in the heap itself: closure -shared-> function info -script-> script, whose name is the URL.
 */
export class CodeLocations {
  private readonly graph: HeapGraph;
  private urls: ReadonlyMap<number, string> | undefined;

  constructor(graph: HeapGraph) {
    this.graph = graph;
  }

  of(node: NodeIndex): CodeLocation | undefined {
    const { locations } = this.graph.columns;
    const row = findRow(locations.node, node);
    if (row === -1) return undefined;
    return {
      url: this.byScript().get(locations.script[row]) ?? '',
      line: locations.line[row] + 1,
      column: locations.column[row] + 1,
    };
  }

  /** The URL of the script of a node; empty if the snapshot does not tell. */
  urlOf(node: NodeIndex): string {
    const { locations } = this.graph.columns;
    const row = findRow(locations.node, node);
    return row === -1 ? '' : (this.byScript().get(locations.script[row]) ?? '');
  }

  private byScript(): ReadonlyMap<number, string> {
    const { urls } = this.graph.columns.locations;
    this.urls ??= urls === undefined ? scriptUrls(this.graph) : new Map(urls.entries());
    return this.urls;
  }
}

/** One closure of each script is enough to know the script's URL. */
function scriptUrls(graph: HeapGraph): Map<number, string> {
  const { locations } = graph.columns;
  const shared = graph.strings.find('shared');
  // V8 renamed the second: Node 20 and 22 say script_or_debug_info, later ones script.
  const scriptEdges = ['script', 'script_or_debug_info'].map((name) => graph.strings.find(name));
  const urls = new Map<number, string>();
  for (let row = 0; row < locations.count; row++) {
    const script = locations.script[row];
    if (urls.has(script) || graph.type(locations.node[row]) !== NodeType.closure) continue;
    const info = follow(graph, locations.node[row], shared);
    const url = scriptEdges.map((name) => follow(graph, info, name)).find((target) => target !== -1);
    if (url !== undefined) urls.set(script, graph.rawName(url));
  }
  return urls;
}

function follow(graph: HeapGraph, node: NodeIndex, name: StringIndex): NodeIndex {
  if (node === -1 || name === -1) return -1;
  const edge = graph.findEdge(node, EdgeType.internal, name);
  return edge === -1 ? -1 : graph.edgeTarget(edge);
}

function findRow(nodes: Uint32Array, node: NodeIndex): number {
  let low = 0;
  let high = nodes.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    if (nodes[middle] === node) return middle;
    if (nodes[middle] < node) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
