import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { moduleScope } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import { drawHeap, type HeapDrawing } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { HeapGraph } from '../graph/heap-graph.ts';
import { AgedHeap } from '../heap/aged-heap.ts';
import { readSnapshot } from '../parse/read-snapshot.ts';
import { largestOdd } from '../parse/scan-snapshot.ts';
import { SparseSnapshot } from '../parse/sparse-snapshot.ts';
import { LargeOwners } from './large-owners.ts';
import { LastCaptureOwnership } from './last-capture-ownership.ts';

const scratch = new ScratchFolder();
let drawings = 0;
afterAll(() => scratch.remove());

/** What one owner, or the root, held in the first of two captures: exactly, and by the ids of the second one. */
function weighed(draw: (h: HeapDrawing) => DrawnNode | undefined) {
  const folder = join(scratch.path, `drawing-${++drawings}`);
  mkdirSync(folder);
  let owner: DrawnNode | undefined;
  const files = drawHeap((h) => {
    owner = draw(h);
  }).writeTo(folder);
  const graphs = files.map((file) => new HeapGraph(readSnapshot(file)));
  const watermarks = graphs.map(({ columns }) => largestOdd(columns.nodeId));
  const [before, last] = graphs.map((graph, k) => new AgedHeap(graph, watermarks.slice(0, k + 1)));
  const nodeIn = ({ graph }: AgedHeap) => (owner === undefined ? 0 : graph.columns.nodeId.indexOf(owner.id));
  const capture = SparseSnapshot.open(files[0])!;
  const [bounds] = new LargeOwners(last, [nodeIn(last)], new LastCaptureOwnership(last).living)
    .weigh(capture)
    .values();
  capture.close();
  const exact = before.retainedData[nodeIn(before)];
  return { least: bounds.least - exact, most: bounds.most - exact };
}

it('what lived before and lives now is weighed exactly, without code and what it keeps', () => {
  const draw = (h: HeapDrawing) => {
    const registry = h.object('Registry', { size: 100 });
    const main = h.node('code', 'main', { size: 900 }).internal('source', h.string('source', { size: 700 }));
    moduleScope(h).variable('registry', registry).internal('code', main);
    registry.push(h.object('Session', { size: 1000 })).push(h.string('text', { size: 400 }));
    h.capture();
    registry.push(h.object('Session', { size: 1000 }));
    h.capture();
    return registry;
  };
  expect(weighed(draw)).toEqual({ least: 0, most: 0 });
  expect(weighed((h) => void draw(h))).toEqual({ least: 0, most: 0 });
});

it('what has died since may have been below an owner, and was below the root', () => {
  const draw = (h: HeapDrawing) => {
    const [registry, log] = [h.object('Registry', { size: 100 }), h.object('Log', { size: 100 })];
    moduleScope(h).variable('registry', registry).variable('log', log);
    registry.push(h.object('Session', { size: 1000 }));
    log.push(h.object('Line', { size: 300 })).push(h.node('code', 'once', { size: 5000 }));
    h.capture();
    registry.remove(0);
    log.remove(0).remove(1);
    h.capture();
    return registry;
  };
  expect(weighed(draw)).toEqual({ least: -1000, most: 300 });
  expect(weighed((h) => void draw(h))).toEqual({ least: 0, most: 0 });
});

it('a string that has died may have been that of code, even below the root', () => {
  const found = weighed((h) => {
    const registry = h.object('Registry', { size: 100 });
    moduleScope(h).variable('registry', registry);
    registry.push(h.string('text', { size: 250 }));
    h.capture();
    registry.remove(0);
    h.capture();
    return undefined;
  });
  expect(found).toEqual({ least: -250, most: 0 });
});
