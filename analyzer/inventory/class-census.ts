import type { Bytes } from '../../format/units.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import { type NodeIndex, NodeType } from '../parse/snapshot-columns.ts';
import type { NodeWords } from './node-words.ts';
import { retainedByGroup } from './retained-by-group.ts';

/** All objects of one class in one capture. */
export interface ClassCount {
  readonly name: string;
  /** The type of its nodes. */
  readonly kind: string;
  /** Objects and their own bytes by birth. */
  readonly counts: Float64Array;
  readonly bytes: Float64Array;
}

/** The classes of one capture, and the class of each of its nodes. */
export interface ClassCensus {
  readonly classes: readonly ClassCount[];
  /** Place in `classes` by node. */
  readonly classOf: Uint32Array;
}

export function takeCensus(words: NodeWords): ClassCensus {
  const { heap } = words;
  const { graph, birth, intervals } = heap;
  const classes: ClassCount[] = [];
  const places = new Map<string, number>();
  const classOf = new Uint32Array(graph.nodeCount);
  const sameName = new Map<number, number>();
  const placeOf = (node: NodeIndex): number => {
    const kind = words.typeName(node);
    const name = words.className(node);
    const key = `${kind} ${name}`;
    let place = places.get(key);
    if (place === undefined) {
      place = classes.length;
      places.set(key, place);
      classes.push({
        name,
        kind,
        counts: new Float64Array(intervals),
        bytes: new Float64Array(intervals),
      });
    }
    return place;
  };
  for (let node = 0; node < graph.nodeCount; node++) {
    const type = graph.type(node);
    let place: number | undefined;
    // Only the class of an object, and the function of a closure, take more than their type and name to tell.
    if (type === NodeType.object || type === NodeType.closure) place = placeOf(node);
    else {
      const key = graph.nameIndex(node) * nodeTypeRoom + type;
      place = sameName.get(key);
      if (place === undefined) {
        place = placeOf(node);
        sameName.set(key, place);
      }
    }
    classOf[node] = place;
    if (heap.isObserved(node)) continue;
    classes[place].counts[birth[node]]++;
    classes[place].bytes[birth[node]] += graph.selfSize(node);
  }
  return { classes, classOf };
}

const nodeTypeRoom = 32;

/** Bytes by class: what would go if all objects of the class went. An object below one of its class counts once. */
export function retainedByClass(
  heap: AgedHeap,
  { classes, classOf }: ClassCensus,
  retained: Float64Array,
): Bytes[] {
  return retainedByGroup(heap, classOf, classes.length, retained);
}
