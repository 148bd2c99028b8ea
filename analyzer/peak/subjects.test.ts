import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawHeap, type HeapDrawing } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { type Inventory, openInventory } from '../inventory/open-inventory.ts';
import { openSource } from '../recording/open-source.ts';
import { sourceMapsIn } from './source-maps.ts';
import { subjectsOf } from './subjects.ts';

let room: ScratchFolder;
let inventory: Inventory;

/** Two packages and the program: each module has a tree of its own, and all are in one graph. */
function draw(h: HeapDrawing): void {
  const graph = h.object('Graph');
  h.root.property('graph', graph);
  for (let k = 0; k < 10; k++) {
    addModule(h, graph, `/app/node_modules/three/src/${k}.js`, 30_000);
    addModule(h, graph, `/app/node_modules/@scope/ui/${k}.js`, 10_000);
    addModule(h, graph, `/app/src/${k}.ts`, 5_000);
  }
  // It only names a file, as does its only object of this class.
  const options = h.object('Options').property('input', h.string('/app/src/0.ts'));
  graph.property('options', options.property('cache', h.object('Cache', { size: 50_000 })));
}

function addModule(h: HeapDrawing, graph: ReturnType<HeapDrawing['object']>, id: string, size: number) {
  const tree = h.object('Program', { size });
  const mappings = h.string('AAAA', { size: 1_000 });
  const map = h.object('SourceMap').property('mappings', mappings).property('sources', h.array());
  graph.push(h.object('Module').property('id', h.string(id)).property('ast', tree).property('map', map));
}

beforeAll(() => {
  room = new ScratchFolder();
  inventory = openInventory(openSource(drawHeap(draw).writeTo(room.path)));
});
afterAll(() => {
  inventory.close();
  room.remove();
});

it('adds up what the objects of each package keep alive', () => {
  const subjects = subjectsOf(inventory, '/app').map(({ name, files, className, bytes }) => ({
    ...{ name, files, className },
    kilo: Math.floor(bytes / 10_000),
  }));
  expect(subjects).toEqual([
    { name: 'three', files: 10, className: 'Module', kilo: 31 },
    { name: '@scope/ui', files: 10, className: 'Module', kilo: 11 },
    { name: 'your files', files: 10, className: 'Module', kilo: 6 },
  ]);
});

it('adds up what source maps keep alive', () => {
  const { objects, bytes } = sourceMapsIn(inventory);
  expect(objects).toBe(30);
  expect(bytes).toBeGreaterThan(30_000);
  expect(bytes).toBeLessThan(35_000);
});
