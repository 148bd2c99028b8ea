import { isRuntimeFile } from '../../format/place.ts';
import type { PathStep } from '../../format/suspect.ts';
import { anatomyLimits } from '../../judgement/parameters/anatomy.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { scopeName } from '../parse/node-kinds.ts';
import { EdgeType, type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import { areKeys } from './record-names.ts';
import { describeEdge, describeNode } from './step-names.ts';

/** More names would not tell more. */
const mostNames = 2;
/** An object with more edges is no record. */
const mostEdges = 64;
const recordWords = 'object with ';
/** Every second object has these: they tell nothing of it. */
const common = new Set(['id', 'key', 'name', 'type', 'kind', 'value', 'index', 'length', 'next', 'prev']);

function isMinified(className: string): boolean {
  return className.length < anatomyLimits.shortestName && /^[A-Za-z_$]/.test(className);
}

/** Whether a class name says what the object is. */
export function isTelling(className: string): boolean {
  return !isMinified(className) && className !== 'Object' && className !== '';
}

/** The class of a node, or for one without a telling class what it has: object with `messages`, `toolUseContext`. */
export function tellingClass(heap: AgedHeap, node: NodeIndex): string {
  const { name } = describeNode(heap, node);
  if (heap.graph.type(node) !== NodeType.object || isTelling(name)) return name;
  const names = tellingProperties(heap, node).slice(0, mostNames);
  return names.length === 0 ? name : `${recordWords}${names.map((each) => `\`${each}\``).join(', ')}`;
}

/** In the plural: `Session objects`, `objects with `messages``. */
export function objectsOfClass(heap: AgedHeap, node: NodeIndex): string {
  const name = tellingClass(heap, node);
  return name.startsWith(recordWords) ? name.replace('object', 'objects') : `${name} objects`;
}

/** For a step of a path: what an object of a minified class has, if no source map restored the name. */
export function classInProperties(
  heap: AgedHeap,
  node: NodeIndex,
  { name, minifiedName }: Pick<PathStep, 'name' | 'minifiedName'>,
): Pick<PathStep, 'properties'> {
  if (heap.graph.type(node) !== NodeType.object || minifiedName !== undefined || !isMinified(name)) return {};
  const properties = tellingProperties(heap, node).slice(0, mostNames);
  return properties.length === 0 ? {} : { properties };
}

/** The property names of a record, those that tell most first. Nothing of a dictionary: its keys are contents. */
export function tellingProperties(heap: AgedHeap, node: NodeIndex): string[] {
  const names = propertiesOf(heap, node).filter((name) => name.length >= anatomyLimits.shortestName);
  return [...names.filter((name) => !common.has(name)), ...names.filter((name) => common.has(name))];
}

/** Every property name of an object of the program, in its order; of a small record too. */
export function propertiesOf(heap: AgedHeap, node: NodeIndex): string[] {
  const { graph } = heap;
  if (graph.type(node) !== NodeType.object || graph.rawName(node) === scopeName) return [];
  if (graph.endEdge(node) - graph.firstEdge(node) > mostEdges || isOfRuntime(heap, node)) return [];
  if (areKeys(heap, node)) return [];
  const names: string[] = [];
  for (let e = graph.firstEdge(node); e < graph.endEdge(node); e++) {
    if (graph.edgeType(e) !== EdgeType.property || graph.edgeNameOrIndex(e) === '__proto__') continue;
    const label = describeEdge(heap, node, e);
    if (label.startsWith('.')) names.push(label.slice(1));
  }
  return [...new Set(names)];
}

const ofEveryRuntime = /^(Timeout|Immediate|AbortSignal|AbortController|EventTarget)$/;

/** An object of a class that the runtime or native code declares: its properties are the runtime's. */
export function isOfRuntime({ names, engine }: AgedHeap, node: NodeIndex): boolean {
  if (!engine.placesFunctions) return ofEveryRuntime.test(names.className(node));
  const url = names.location(node)?.url ?? '';
  if (url !== '') return isRuntimeFile(url);
  const name = names.className(node);
  return isTelling(name);
}
