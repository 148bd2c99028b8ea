import { placeFrom } from '../../format/place.ts';
import type { PathStep } from '../../format/suspect.ts';
import { hanging } from '../../judgement/parameters/hanging.ts';
import { isGlobalName } from '../graph/global-names.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { isDocument, isWindowOfPage } from '../heap/v8/browser-names.ts';
import { isString } from '../parse/node-kinds.ts';
import { type EdgeIndex, EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { CheapestPaths } from './cheapest-path.ts';
import { expressionOf } from './expression.ts';
import { foldPath, type PlacedStep } from './fold-path.ts';
import { moduleOfScope, wrappedModule } from './module-scope.ts';
import {
  describeEdge,
  describeNode,
  describeVariable,
  exportedName,
  exportName,
  nativeListener,
} from './step-names.ts';
import { classInProperties } from './telling-names.ts';
import { weakMapEdge } from './weak-map-values.ts';

/**
 * The retaining path of a node as a reader follows it: from the module (or root) that owns it, in JavaScript's own
 * words. Tables, element stores, scopes and the engine's hidden cells are folded into the edges beside them.
 */
export function retainingPath(heap: AgedHeap, paths: CheapestPaths, node: NodeIndex): PathStep[] {
  return placedPath(heap, paths, node).map(({ step }) => step);
}

/** The same path with its nodes. */
export function placedPath(heap: AgedHeap, paths: CheapestPaths, node: NodeIndex): PlacedStep[] {
  const edges = paths.to(node);
  if (edges === undefined) return [];
  const weakMaps = new WeakMapNames(heap, paths);
  return foldPath(startAtModule(heap, edges, (edge) => weakMaps.nameOf(edge)));
}

/** How the program calls the WeakMaps whose entries are on a path: two things hold such a value, and the path shows one. */
class WeakMapNames {
  readonly #heap: AgedHeap;
  readonly #paths: CheapestPaths;
  /** Each name takes a path of its own, and a chain of values may have a WeakMap for each link. */
  readonly #names = new Map<NodeIndex, string | undefined>();

  constructor(heap: AgedHeap, paths: CheapestPaths) {
    this.#heap = heap;
    this.#paths = paths;
  }

  nameOf(edge: EdgeIndex): string | undefined {
    const weakMap = this.#paths.weakMaps.behind(edge);
    if (weakMap === undefined) return undefined;
    if (!this.#names.has(weakMap)) {
      if (this.#names.size === hanging.longestPath) return undefined;
      this.#names.set(weakMap, this.#expressionOf(weakMap));
    }
    return this.#names.get(weakMap);
  }

  #expressionOf(weakMap: NodeIndex): string | undefined {
    const edges = this.#paths.to(weakMap);
    if (edges === undefined) return undefined;
    const steps = foldPath(startAtModule(this.#heap, edges, () => undefined));
    return expressionOf(steps.map(({ step }) => step)) || undefined;
  }
}

/** Where in the path the story starts: everything before the last module scope is how the engine gets there. */
function startAtModule(
  heap: AgedHeap,
  edges: readonly EdgeIndex[],
  nameOfWeakMap: (edge: EdgeIndex) => string | undefined,
): PlacedStep[] {
  let steps: PlacedStep[] = [];
  let from: NodeIndex = 0;
  let insideModule = false;
  let exported: string | undefined;
  let isListener = false;
  let moduleUrl = '';
  for (const edge of edges) {
    const to = heap.graph.edgeTarget(edge);
    const module = wrappedModule(heap, to) ?? moduleOfScope(heap, from, to);
    const global = wellKnown(heap, to) ?? shownElement(heap, steps, to);
    if (global !== undefined) {
      insideModule = false;
      steps = [{ step: { edge: '', name: global, kind: 'root' }, node: to }];
    } else if (module !== undefined) {
      insideModule = true;
      moduleUrl = module;
      steps = [{ step: moduleStep(heap, module), node: to }];
    } else if (isFolded(heap, to, insideModule) || isPartOfString(heap, from, to)) {
      exported = exportName(heap, from, edge) ?? exportedName(heap, to) ?? exported;
      isListener ||= heap.isListenerPart(to);
    } else {
      const step = stepOf(heap, from, edge, to);
      const weakMap = nameOfWeakMap(edge);
      const told = isListener ? nativeListener : step.edge;
      const label = exported ?? (weakMap === undefined ? told : weakMapEdge(weakMap));
      const variable = exported === undefined ? undefined : exportedVariable(heap, moduleUrl, exported);
      steps.push({ step: { ...step, ...variable, edge: label }, node: to });
      if (steps.length === 2) steps = inItsModule(steps);
      exported = undefined;
      isListener = false;
    }
    from = to;
  }
  return steps;
}

/** Objects that every program reaches by name: how the engine gets to them says nothing. */
export function wellKnown(heap: AgedHeap, v: NodeIndex): string | undefined {
  const type = heap.graph.type(v);
  if (type !== NodeType.object && type !== NodeType.native) return undefined;
  const name = heap.graph.rawName(v);
  if (isWindowOfPage(name)) return 'window';
  if (type === NodeType.native) return isDocument(name) && !heap.isDetached(v) ? 'document' : undefined;
  if (name === 'process') return 'process';
  return isGlobalName(name) ? 'globalThis' : undefined;
}

const documentParts: ReadonlyMap<string, string> = new Map([
  ['<html>', 'document.documentElement'],
  ['<head>', 'document.head'],
  ['<body>', 'document.body'],
]);

/** How the browser gets from a document to an element that it shows says nothing. Asked at each step of a path: no copies. */
function shownElement(heap: AgedHeap, steps: readonly PlacedStep[], v: NodeIndex): string | undefined {
  if (steps.length !== 1 || steps[0].step.kind !== 'root' || !heap.isElement(v)) return undefined;
  const [start] = steps;
  const isInDocument = start.step.name === 'document' || heap.isElement(start.node);
  const name = heap.graph.rawName(v);
  return isInDocument && !heap.isDetached(v) ? (documentParts.get(name) ?? name) : undefined;
}

function exportedVariable(heap: AgedHeap, url: string, name: string): Pick<PathStep, 'declared'> {
  const written = heap.names.originals.moduleVariable(url, name);
  return written === undefined ? {} : { declared: heap.names.place(written.place) };
}

/** A bundle is many modules in one scope: which of them it is, its variable tells. */
function inItsModule(steps: PlacedStep[]): PlacedStep[] {
  const [module, variable] = steps;
  const { declared } = variable?.step ?? {};
  if (module.step.kind !== 'module' || declared === undefined) return steps;
  return [{ ...module, step: { ...module.step, name: placeFrom(declared).file } }, variable];
}

function moduleStep(heap: AgedHeap, url: string): PathStep {
  return { edge: '', name: heap.names.moduleName(url), kind: 'module' };
}

function stepOf(heap: AgedHeap, from: NodeIndex, edge: EdgeIndex, to: NodeIndex): PathStep {
  const isUnnamed = !heap.engine.namesRoots && heap.graph.type(from) === NodeType.synthetic;
  const described = describeNode(heap, to);
  return {
    edge: isUnnamed ? '' : describeEdge(heap, from, edge),
    ...described,
    ...classInProperties(heap, to, described),
    ...describeVariable(heap, from, edge),
    ...indexOf(heap, edge),
  };
}

function indexOf({ graph }: AgedHeap, edge: EdgeIndex): Pick<PathStep, 'index'> {
  return graph.edgeType(edge) === EdgeType.element ? { index: Number(graph.edgeNameOrIndex(edge)) } : {};
}

/** Nodes that a reader never sees: engine roots, backing stores, scopes, cells, and the parts of a module record. */
function isFolded(heap: AgedHeap, v: NodeIndex, insideModule: boolean): boolean {
  const { graph } = heap;
  const { nodeType } = graph.columns;
  switch (nodeType[v]) {
    case NodeType.synthetic:
      return true;
    case NodeType.array:
      return true;
    case NodeType.object:
    case NodeType.hidden:
    case NodeType.code: {
      const name = graph.rawName(v);
      if (
        /^system \/ (Context|Cell|SourceTextModule|SyntheticModule|PropertyArray|FixedArray|NativeContext)$/.test(
          name,
        )
      ) {
        return true;
      }
      return name.startsWith('system / NativeContext') || (insideModule && name === 'Generator');
    }
    case NodeType.native:
      return graph.rawName(v).startsWith('Node / ') || heap.isBrowserPart(v);
    default:
      return false;
  }
}

/** A rope is one string to a reader, whatever it is made of. */
function isPartOfString({ graph }: AgedHeap, from: NodeIndex, to: NodeIndex): boolean {
  return graph.type(from) === NodeType.consString && isString(graph.type(to));
}
