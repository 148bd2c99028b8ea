import { afterAll, beforeAll, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { openSource } from '../recording/open-source.ts';
import { listPackages } from './list-packages.ts';
import { type Inventory, openInventory } from './open-inventory.ts';

const scratch = new ScratchFolder();
let inventory: Inventory;

const cart = { url: 'file:///app/src/cart.mjs', line: 3 };
const cache = { url: 'file:///app/node_modules/lru-cache/index.js', line: 9 };

beforeAll(() => {
  const heap = drawHeap((h) => {
    const [carts, keys] = [h.array({ size: 0 }), h.array({ size: 300 })];
    const both = h.array({ size: 4000 });
    const scopes = [cart, cache].map((location) => {
      const scope = h.context({ size: 0 });
      h.root.property(location.url, h.closure('', scope, { size: 0, location }));
      return scope.variable('both', both);
    });
    scopes[0].variable('carts', carts);
    scopes[1].variable('keys', keys);
    for (let i = 0; i < 3; i++) carts.push(h.object('Cart', { size: 10 }));
    h.capture();
    for (let i = 0; i < 2; i++) carts.push(h.object('Cart', { size: 10 }));
    h.capture();
    carts.push(h.object('Cart', { size: 10 }));
  });
  inventory = openInventory(openSource(heap.writeTo(scratch.path)));
});
afterAll(() => {
  inventory.close();
  scratch.remove();
});

it('tells what each package keeps alive and how it grew, and counts what they share once', () => {
  const { rows } = listPackages(inventory);
  expect(
    rows.map(({ kind, name, bytes, fresh }) => [kind, name.split('/app/').at(-1), bytes, fresh]),
  ).toEqual([
    ['shared', 'shared by several', 4000, 0],
    ['package', 'lru-cache', 300, 0],
    ['engine', 'engine internals', 64, 0],
    ['own', 'src/', 60, 30],
  ]);
});

it('tells what is new since a capture', () => {
  const own = listPackages(inventory, 2).rows.find(({ kind }) => kind === 'own');
  expect(own?.fresh).toBe(10);
});
