import { isGlobalName } from '../graph/global-names.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { scopeName } from '../parse/node-kinds.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { isTopLevelScope, moduleOfScope } from '../paths/module-scope.ts';
import { exportName } from '../paths/step-names.ts';
import { writtenVariable } from '../paths/written-variables.ts';

/** What the first word of a path can name, the likeliest meaning first; each one only if it names anything. */
export function startsOf(heap: AgedHeap, start: string, module?: string): readonly (readonly NodeIndex[])[] {
  const scopes = [...scopesOf(heap)].filter((scope) => isOf(heap, scope, module));
  const outer = scopes.filter((scope) => isTopLevelScope(heap, scope));
  const inner = scopes.filter((scope) => !isTopLevelScope(heap, scope));
  const meanings = [
    writtenVariables(heap, start, module),
    [...variables(heap, outer, start), ...exportsNamed(heap, start), ...globals(heap, start)],
    variables(heap, inner, start),
    module === undefined ? named(heap, start) : [],
  ];
  return meanings.map((nodes) => [...new Set(nodes)]).filter((nodes) => nodes.length > 0);
}

/** The names of all variables that functions close over. */
export function variableNames(heap: AgedHeap): Set<string> {
  const { graph } = heap;
  const names = new Set<string>();
  for (const scope of scopesOf(heap)) {
    for (let edge = graph.firstEdge(scope); edge < graph.endEdge(scope); edge++) {
      if (graph.edgeType(edge) !== EdgeType.context) continue;
      names.add(writtenVariable(heap, scope, edge)?.name ?? String(graph.edgeNameOrIndex(edge)));
    }
  }
  return names;
}

/** Variables that a minifier renamed, by the names that they were given: reports call them so. */
function writtenVariables(heap: AgedHeap, start: string, module: string | undefined): NodeIndex[] {
  const { graph } = heap;
  const found: NodeIndex[] = [];
  for (const scope of scopesOf(heap)) {
    for (let edge = graph.firstEdge(scope); edge < graph.endEdge(scope); edge++) {
      if (graph.edgeType(edge) !== EdgeType.context || graph.edgeNameOrIndex(edge) === start) continue;
      const written = writtenVariable(heap, scope, edge);
      if (written?.name !== start) continue;
      const isMeant = module === undefined || heap.names.fileName(written.place.url).includes(module);
      if (isMeant) found.push(graph.edgeTarget(edge));
    }
  }
  return found;
}

function* scopesOf({ graph }: AgedHeap): Iterable<NodeIndex> {
  const name = graph.strings.find(scopeName);
  for (let node = 0; node < graph.nodeCount; node++) if (graph.nameIndex(node) === name) yield node;
}

function isOf(heap: AgedHeap, scope: NodeIndex, module: string | undefined): boolean {
  if (module === undefined) return true;
  const url = moduleOfScope(heap, scope, scope);
  return url !== undefined && (url.includes(module) || heap.names.moduleName(url).includes(module));
}

function variables({ graph }: AgedHeap, scopes: readonly NodeIndex[], start: string): NodeIndex[] {
  const name = graph.strings.find(start);
  return scopes.flatMap((scope) => {
    const edge = graph.findEdge(scope, EdgeType.context, name);
    return edge === -1 ? [] : [graph.edgeTarget(edge)];
  });
}

/** Exported variables live in cells of their module's table of exports, beside their names. */
function exportsNamed(heap: AgedHeap, start: string): NodeIndex[] {
  const { graph } = heap;
  const cell = graph.strings.find('system / Cell');
  const found: NodeIndex[] = [];
  for (let store = 0; store < graph.nodeCount; store++) {
    if (graph.type(store) !== NodeType.array) continue;
    for (let edge = graph.firstEdge(store); edge < graph.endEdge(store); edge++) {
      const target = graph.edgeTarget(edge);
      if (graph.nameIndex(target) !== cell || exportName(heap, store, edge) !== start) continue;
      const value = graph.findEdge(target, EdgeType.internal, graph.strings.find('value'));
      if (value !== -1) found.push(graph.edgeTarget(value));
    }
  }
  return found;
}

/** Properties of global objects and of roots, which some engines hang their globals on. */
function globals({ graph }: AgedHeap, start: string): NodeIndex[] {
  const name = graph.strings.find(start);
  const found: NodeIndex[] = [];
  const globalNames = new Map<number, boolean>();
  const isGlobal = (node: NodeIndex): boolean => {
    const raw = graph.nameIndex(node);
    let known = globalNames.get(raw);
    if (known === undefined) {
      known = isGlobalName(graph.strings.get(raw));
      globalNames.set(raw, known);
    }
    return known;
  };
  for (let node = 0; node < graph.nodeCount; node++) {
    const type = graph.type(node);
    if (type !== NodeType.object && type !== NodeType.synthetic) continue;
    if (start === 'process' && graph.nameIndex(node) === name) found.push(node);
    if (type === NodeType.object && !isGlobal(node)) continue;
    if (type === NodeType.object && (start === 'globalThis' || start === 'global')) found.push(node);
    const edge = graph.findEdge(node, EdgeType.property, name);
    if (edge !== -1) found.push(graph.edgeTarget(edge));
  }
  return found;
}

/** Objects by class and functions by name: reports start like this if no variable of the program leads to them. */
function named({ graph, names }: AgedHeap, start: string): NodeIndex[] {
  const wanted = start.replace(/^function /, '');
  const found: NodeIndex[] = [];
  for (let node = 1; node < graph.nodeCount; node++) {
    const type = graph.type(node);
    if (type !== NodeType.object && type !== NodeType.closure && type !== NodeType.native) continue;
    if (names.writtenName(node).name.replace(/^system \/ /, '') === wanted) found.push(node);
  }
  return found;
}
