import type { WrittenName } from '../graph/originals.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { scopeName } from '../parse/node-kinds.ts';
import { type EdgeIndex, EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';

/** Scopes in scopes, from a function out to the one that is asked about. */
const deepest = 16;
/** All functions that see a scope stand in the same code: if these do not tell, others do not either. */
const mostAsked = 3;

type Variables = ReadonlyMap<string, WrittenName>;
const unknown: Variables = new Map();
const known = new WeakMap<AgedHeap, Map<NodeIndex, Variables>>();

/** The variable of a scope behind an edge, as it was written; undefined if the code does not tell. */
export function writtenVariable(heap: AgedHeap, scope: NodeIndex, edge: EdgeIndex): WrittenName | undefined {
  const { graph } = heap;
  if (graph.edgeType(edge) !== EdgeType.context) return undefined;
  return variablesOf(heap, scope).get(String(graph.edgeNameOrIndex(edge)));
}

function variablesOf(heap: AgedHeap, scope: NodeIndex): Variables {
  const scopes = known.get(heap) ?? new Map<NodeIndex, Variables>();
  known.set(heap, scopes);
  let variables = scopes.get(scope);
  if (variables === undefined) {
    variables = askFunctions(heap, scope);
    scopes.set(scope, variables);
  }
  return variables;
}

function askFunctions(heap: AgedHeap, scope: NodeIndex): Variables {
  let asked = 0;
  for (const { closure, scopes } of functionsIn(heap, scope)) {
    const inside = heap.names.location(closure);
    if (inside === undefined || inside.url === '') continue;
    const names = scopes.map((each) => namesIn(heap, each));
    const found = heap.names.originals.variables(inside, names).at(-1);
    if (found !== undefined && found.size > 0) return found;
    if (++asked === mostAsked) break;
  }
  return unknown;
}

interface SeeingFunction {
  readonly closure: NodeIndex;
  /** From the scope that it was made in out to the one that is asked about. */
  readonly scopes: readonly NodeIndex[];
}

/** Functions that were made in a scope, the ones that were made directly in it first. */
function* functionsIn({ graph, retainers }: AgedHeap, scope: NodeIndex): Iterable<SeeingFunction> {
  const seen = new Set([scope]);
  let level: readonly (readonly NodeIndex[])[] = [[scope]];
  for (let depth = 0; depth < deepest && level.length > 0; depth++) {
    const inner: (readonly NodeIndex[])[] = [];
    for (const scopes of level) {
      const { first, from, edge } = retainers;
      for (let k = first[scopes[0]]; k < first[scopes[0] + 1]; k++) {
        const name = graph.edgeNameOrIndex(edge[k]);
        if (graph.type(from[k]) === NodeType.closure && name === 'context')
          yield { closure: from[k], scopes };
        else if (graph.rawName(from[k]) === scopeName && name === 'previous' && !seen.has(from[k])) {
          seen.add(from[k]);
          inner.push([from[k], ...scopes]);
        }
      }
    }
    level = inner;
  }
}

function namesIn({ graph }: AgedHeap, scope: NodeIndex): string[] {
  const names: string[] = [];
  for (let e = graph.firstEdge(scope); e < graph.endEdge(scope); e++)
    if (graph.edgeType(e) === EdgeType.context) names.push(String(graph.edgeNameOrIndex(e)));
  return names;
}
