import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawHeap, type HeapDrawing } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { type Inventory, openInventory } from '../inventory/open-inventory.ts';
import { openSource } from '../recording/open-source.ts';
import { sourceMapsIn } from './source-maps.ts';
import { subjectsOf } from './subjects.ts';

let room: ScratchFolder;
let inventory: Inventory;

/** Two packages and the program: each module has a tree of its own, and all are in one graph, with the same settings. */
function draw(h: HeapDrawing): void {
  const graph = h.object('Graph');
  const symbols = h.object('Symbols');
  const settings = h.object('Settings', { size: 70_000 });
  graph.property('symbols', symbols);
  h.root.property('graph', graph);
  const addModule = (id: string, size: number) => {
    // A table of all symbols leads to it as well: the module does not keep it alive alone.
    const tree = h.object('Program').property('body', h.object('Body', { size }));
    symbols.push(tree.edges[0].to);
    const map = h.object('SourceMap').property('mappings', h.string('AAAA', { size: 1_000 }));
    // As V8 keeps what was put together: in parts of parts, or, once it was read as a whole, in one.
    const half = h
      .node('concatenated string', '(concatenated string)')
      .internal('first', h.string(id.slice(0, 5)));
    half.internal('second', h.string(id.slice(5, 9)));
    const joined = h.node('concatenated string', '(concatenated string)');
    if (size > 5_000) joined.internal('first', half).internal('second', h.string(id.slice(9)));
    else joined.internal('first', h.string(id)).internal('second', h.string(''));
    const module = h.object('Module').property('id', joined).property('ast', tree);
    graph.push(module.property('map', map.property('sources', h.array())));
    module.property('graph', graph).property('settings', settings);
  };
  for (let k = 0; k < 10; k++) {
    addModule(`/app/node_modules/three/src/${k}.js`, 30_000);
    addModule(`/app/node_modules/@scope/ui/${k}.js`, 10_000);
    addModule(`/app/src/${k}.ts`, 5_000);
  }
  // It only names a file, as does its only object of this class.
  const options = h.object('Options').property('input', h.string('/app/src/0.ts'));
  graph.property('options', options.property('cache', h.object('Cache', { size: 50_000 })));
}

beforeAll(() => {
  room = new ScratchFolder();
  inventory = openInventory(openSource(drawHeap(draw).writeTo(room.path)));
});
afterAll(() => {
  inventory.close();
  room.remove();
});

it('adds up what is nearest to the modules of each package, and nothing that all of them share', () => {
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
