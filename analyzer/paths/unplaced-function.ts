import type { AgedHeap } from '../heap/aged-heap.ts';
import { scopeName } from '../parse/node-kinds.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { isTopLevelScope } from './module-scope.ts';

/**
 * Functions of JavaScriptCore have no place in the code, and mostly no name. What they close over and what else their
 * module declares tells a reader whose they are.
 */
export interface UnplacedFunction {
  /** `job` (Job): the variables that it closes over, of the scope around it. */
  readonly closesOver?: string;
  /** the module with `schedule` and `Job` */
  readonly module?: string;
}

/** More names would not tell more. */
const mostNames = 2;
const mostScopes = 12;
/** Variables that the engine adds to the scope of each module. */
const ofEngine: ReadonlySet<string | number> = new Set([
  'moduleLoader',
  'starNamespace',
  'this',
  'capturedPromise',
]);
/** What every CommonJS module is given: told only if the module declares nothing else. */
const ofWrapper = new Set(['require', 'module', 'exports', '__filename', '__dirname']);

interface Variable {
  readonly name: string;
  readonly value: NodeIndex;
}

/** Nothing is told of functions that have a place. */
export function unplacedFunction(heap: AgedHeap, closure: NodeIndex): UnplacedFunction {
  if (heap.engine.placesFunctions) return {};
  let variables: readonly Variable[] = [];
  let scope = scopeBy(heap, closure, 'context');
  for (let step = 0; scope !== undefined && step < mostScopes; step++) {
    if (isTopLevelScope(heap, scope)) return { ...inWords(heap, variables), ...moduleInWords(heap, scope) };
    // A scope of the program before: what it has is shared by many.
    if (variables.length === 0) variables = variablesOf(heap, scope);
    scope = scopeBy(heap, scope, 'previous');
  }
  return inWords(heap, variables);
}

function inWords(heap: AgedHeap, variables: readonly Variable[]): UnplacedFunction {
  if (variables.length === 0) return {};
  const named = variables.slice(0, mostNames).map(({ name, value }) => {
    const className = heap.graph.type(value) === NodeType.object ? ` (${heap.names.className(value)})` : '';
    return `\`${name}\`${className}`;
  });
  return { closesOver: named.join(', ') };
}

/** What a module declares: first its functions and classes, which readers know it by. */
function moduleInWords(heap: AgedHeap, scope: NodeIndex): UnplacedFunction {
  const variables = variablesOf(heap, scope);
  const isFunction = ({ value }: Variable) => heap.graph.type(value) === NodeType.closure;
  const ordered = [...variables.filter(isFunction), ...variables.filter((each) => !isFunction(each))];
  const own = ordered.filter(({ name }) => !ofWrapper.has(name));
  const names = (own.length === 0 ? ordered : own).slice(0, mostNames).map(({ name }) => `\`${name}\``);
  return names.length === 0 ? {} : { module: `the module with ${names.join(' and ')}` };
}

function variablesOf({ graph }: AgedHeap, scope: NodeIndex): readonly Variable[] {
  const variables: Variable[] = [];
  for (let e = graph.firstEdge(scope); e < graph.endEdge(scope); e++) {
    const name = graph.edgeNameOrIndex(e);
    if (graph.edgeType(e) !== EdgeType.context || ofEngine.has(name)) continue;
    variables.push({ name: String(name), value: graph.edgeTarget(e) });
  }
  return variables;
}

function scopeBy({ graph }: AgedHeap, from: NodeIndex, edgeName: string): NodeIndex | undefined {
  for (let e = graph.firstEdge(from); e < graph.endEdge(from); e++) {
    if (graph.edgeType(e) !== EdgeType.internal || graph.edgeNameOrIndex(e) !== edgeName) continue;
    const to = graph.edgeTarget(e);
    if (graph.rawName(to) === scopeName) return to;
  }
  return undefined;
}
