import { expect, it } from 'vitest';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import { drawHeap, type HeapDrawing } from '../../testing/heap-builder.ts';
import { AgedHeap } from '../heap/aged-heap.ts';
import { CheapestPaths } from './cheapest-path.ts';

/** Draws a way from one node to another. */
type Way = (h: HeapDrawing, from: DrawnNode, to: DrawnNode) => void;

/** Whether the path to the end takes this way, or the detour over so many steps of 1 beside it. */
function takes(way: Way, detour: number): boolean {
  const drawn = drawHeap((h) => {
    const start = h.context();
    h.root.element(1, start);
    const end = h.object('End');
    // First: of two ways that cost the same, the one that was seen first is taken.
    way(h, start, end);
    let last: DrawnNode = start;
    for (let step = 0; step < detour; step++) {
      const next = h.object('Detour');
      last.internal('elements', next);
      last = next;
    }
    last.internal('elements', end);
  });
  const heap = new AgedHeap(drawn.graph(), [1]);
  const { graph } = heap;
  const nodes = Array.from({ length: graph.nodeCount }, (_, node) => node);
  const end = nodes.find((node) => graph.rawName(node) === 'End')!;
  const path = new CheapestPaths(heap).to(end)!;
  return !path.some((edge) => graph.rawName(graph.edgeTarget(edge)) === 'Detour');
}

/** By an edge, and over two objects that cost 1 each. */
const edge =
  (draw: (from: DrawnNode, to: DrawnNode) => void): Way =>
  (h, start, end) => {
    const between = h.object('Between');
    const behind = h.object('Between');
    draw(start, between);
    between.internal('elements', behind);
    behind.internal('elements', end);
  };

/** Over a node, by edges that cost nothing. What code holds counts if nobody else does: so over an object more. */
const node =
  (draw: (h: HeapDrawing) => DrawnNode): Way =>
  (h, start, end) => {
    const between = draw(h);
    const behind = h.object('Between');
    start.internal('table', between);
    between.internal('table', behind);
    behind.internal('elements', end);
  };

/** Over the cell of a variable, from the table of a module that exports it, or from the list of one that imports it. */
const variable =
  (isExported: boolean): Way =>
  (h, start, end) => {
    const table = h.array();
    const cell = h.node('hidden', 'system / Cell');
    if (isExported) table.internal('2', h.string('transcripts'));
    table.internal('3', cell);
    start.internal('table', table);
    cell.internal('elements', end);
  };

it.each<[string, number, Way, number]>([
  ['an edge to the store behind an object costs', 0, edge((from, to) => from.internal('table', to)), 2],
  ['a property costs', 1, edge((from, to) => from.property('rows', to)), 2],
  ['a property with a name of two letters costs', 2, edge((from, to) => from.property('aB', to)), 2],
  ['a property with a name of three letters costs', 1, edge((from, to) => from.property('bus', to)), 2],
  ['an object costs', 1, node((h) => h.object('Between')), 1],
  ['an edge of the engine costs', 5, edge((from, to) => from.internal('some', to)), 2],
  ['a prototype costs', 4, edge((from, to) => from.property('__proto__', to)), 2],
  ['a hidden edge costs', 10, edge((from, to) => from.edge('hidden', 7, to)), 2],
  ['a variable of a module costs', 1, variable(true), 9],
  ['a variable of another module costs', 11, variable(false), 9],
  ['a part of a key costs', 10, edge((from, to) => from.internal('1 / part of key (K @3)', to)), 2],
  ['an edge to a shape or to code costs', 30, edge((from, to) => from.internal('feedback_cell', to)), 2],
  ['a list of all timers costs', 30, edge((from, to) => from.property('timerListMap', to)), 2],
  ['an async context costs', 60, edge((from, to) => from.property('kResourceStore', to)), 2],
  ['leaving a momentary root costs', 30, node((h) => h.node('synthetic', '(Stack roots)')), 2],
  ['leaving a root of handles costs', 8, node((h) => h.node('synthetic', '(Global handles)')), 2],
  ['a function costs', 4, node((h) => h.closure('f')), 1],
  ['a native object costs', 6, node((h) => h.native('Between')), 1],
  ['a hidden node costs', 8, node((h) => h.node('hidden', 'Between')), 1],
  ['code costs', 200, node((h) => h.node('code', 'Between')), 1],
])('%s %i', (_, cost, way, beside) => {
  expect(takes(way, cost + beside - 1)).toBe(false);
  expect(takes(way, cost + beside)).toBe(true);
});

it('a variable of a function costs 10, and one of a module 1', () => {
  const variable =
    (isOfFunction: boolean): Way =>
    (h, start, end) => {
      const scope = h.context();
      if (isOfFunction) scope.internal('previous', h.context());
      start.internal('table', scope);
      scope.variable('value', end);
    };
  expect(takes(variable(true), 10)).toBe(false);
  expect(takes(variable(true), 11)).toBe(true);
  expect(takes(variable(false), 1)).toBe(false);
  expect(takes(variable(false), 2)).toBe(true);
});
