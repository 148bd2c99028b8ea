import type { EdgeTypeName, NodeTypeName } from '../analyzer/parse/snapshot-columns.ts';
import type { DrawnNode } from './drawn-node.ts';
import { type DrawnHeap, drawHeap, type HeapDrawing } from './heap-builder.ts';

const nodeTypes: readonly NodeTypeName[] = [
  'object',
  'object',
  'array',
  'closure',
  'string',
  'hidden',
  'code',
  'native',
];
const edgeTypes: readonly EdgeTypeName[] = [
  'property',
  'property',
  'element',
  'internal',
  'context',
  'hidden',
  'weak',
];
const nodes = 120;

/**
 * A heap in V8's layout that a seed repeats: synthetic roots, globals behind shortcuts, every type of node and edge,
 * WeakMaps, rings, and what nothing holds.
 */
export function randomHeap(seed: number): DrawnHeap {
  return drawHeap((h) => drawAll(h, randomFrom(seed)), { keepGarbage: true });
}

function drawAll(h: HeapDrawing, below: (limit: number) => number): void {
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const roots = h.node('synthetic', '(GC roots)', { size: 0 });
  const handles = h.node('synthetic', '(Handles)', { size: 0 });
  h.root.element(1, roots);
  roots.element(1, handles);
  const globals = [h.object('global'), h.object('global proxy')];
  for (const [i, node] of globals.entries()) h.root.edge('shortcut', `${i}`, node);
  const drawn: DrawnNode[] = [...globals];
  for (let i = 0; i < nodes; i += 1) {
    drawn.push(h.node(pick(nodeTypes), `N${i}`, { size: 8 * (1 + below(40)) }));
  }
  for (let i = 0; i < 3; i += 1) {
    const map = h.weakMap();
    for (let pairs = 0; pairs < 4; pairs += 1) map.set(pick(drawn), pick(drawn));
    drawn.push(map);
  }
  for (let i = 0; i < 4; i += 1) handles.element(i, pick(drawn));
  for (let i = 0; i < nodes * 1.6; i += 1) {
    const type = pick(edgeTypes);
    const name = type === 'element' || type === 'hidden' ? i : `e${i}`;
    pick(drawn).edge(type, name, pick(drawn));
  }
}

/** Whole numbers below a limit that a seed repeats (mulberry32). */
function randomFrom(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  };
}
