import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { openSource } from '../recording/open-source.ts';
import { internalsName } from './engine-internals.ts';
import { listClassChanges } from './list-class-changes.ts';
import { listClasses } from './list-classes.ts';
import { listClosures } from './list-closures.ts';
import { listObjects } from './list-objects.ts';
import { openComparison } from './open-comparison.ts';
import { type Inventory, openInventory } from './open-inventory.ts';

/** Listeners of one place, one of another, code and stores of the engine, and a scope of Node's own. */
let room: ScratchFolder;
let files: string[];
let inventory: Inventory;

beforeAll(() => {
  room = new ScratchFolder();
  const url = 'file:///app/src/bus.mjs';
  files = drawHeap((h) => {
    const list = h.object('Array');
    h.root.property('list', list).property('code', h.node('code', 'main', { size: 500 }));
    const node = h.closure('inspect', h.context(), { location: { url: 'node:util', line: 9 } });
    h.root.property('inspect', node);
    for (let capture = 0; capture < 2; capture++) {
      for (let i = 0; i < 10; i++) {
        const scope = h.context({ size: 40 }).variable('session', h.object('Session', { size: 100 }));
        list.push(h.closure('onMessage', scope, { size: 64, location: { url, line: 8 } }));
      }
      list.push(h.closure('onMessage', undefined, { size: 64, location: { url, line: 80 } }));
      h.root.property(`store ${capture}`, h.array({ size: 300 }));
      h.capture();
    }
  }).writeTo(room.path);
  inventory = openInventory(openSource(files.slice(-1)));
});
afterAll(() => {
  inventory.close();
  room.remove();
});

describe('classes of the engine', () => {
  const kinds = ['(array)', '(compiled code)', '(roots)'];

  it('are one row, which counts every byte that they have', () => {
    const folded = listClasses(inventory).rows;
    const all = listClasses(inventory, { internals: true }).rows;
    const names = (rows: typeof all) => rows.map(({ name }) => name);
    expect(names(all)).toEqual(expect.arrayContaining(kinds));
    for (const kind of kinds) expect(names(folded)).not.toContain(kind);
    const own = (rows: typeof all) => rows.reduce((sum, { bytes }) => sum + bytes, 0);
    expect(own(folded)).toBe(own(all));
    const { bytes } = folded.find(({ name }) => name === internalsName)!;
    expect(bytes).toBe(
      all.filter(({ name }) => name.startsWith('(')).reduce((sum, row) => sum + row.bytes, 0),
    );
    // What they retain together is no sum: the root retains all of it.
    expect(folded.find(({ name }) => name === internalsName)!.retained).toBe(inventory.retained[0]);
  });

  it('are one row of a comparison too', () => {
    const comparison = openComparison(openSource(files), 1);
    try {
      const names = (internals: boolean) =>
        listClassChanges(comparison, { internals }).rows.map(({ name }) => name);
      expect(names(true)).toContain('(array)');
      expect(names(false)).not.toContain('(array)');
      expect(names(false)).toContain(internalsName);
      const row = listClassChanges(comparison).rows.find(({ name }) => name === internalsName);
      // One store, and the code of each function that was drawn.
      expect(row).toMatchObject({ fresh: 12, bytesAfter: row!.bytesBefore + 300 + 11 * 16 });
    } finally {
      comparison.close();
    }
  });
});

it('scopes of one place are one row, and those of Node itself are left out', () => {
  const { rows } = listClosures(inventory);
  expect(rows[0]).toMatchObject({
    scopes: 20,
    closures: 20,
    retained: 20 * 140,
    variable: 'session: Session',
  });
  expect(rows[0]!.place).toContain('src/bus.mjs');
  expect(rows.some(({ place }) => place.includes('node:'))).toBe(false);
  const all = listClosures(inventory, { internals: true }).rows;
  expect(all.some(({ place }) => place.includes('node:util'))).toBe(true);
});

it('functions of one place are one row, unless each is asked for', () => {
  const { rows, notes } = listObjects(inventory, 'function onMessage');
  expect(rows.map(({ objects }) => objects)).toEqual([20, 2]);
  // With its scope, a session and its code.
  expect(rows[0]).toMatchObject({ bytes: 20 * 64, retained: 20 * (64 + 140 + 16) });
  expect(notes!.join()).toContain('--each');
  const each = listObjects(inventory, 'function onMessage', true);
  expect(each.rows).toHaveLength(22);
  expect(each.notes).toBeUndefined();
  // Objects are never the same for having the same class.
  expect(listObjects(inventory, 'Session').rows).toHaveLength(20);
});

it('scopes of one place that keep each other alive count once', () => {
  const url = 'file:///app/src/chain.mjs';
  const [file] = drawHeap((h) => {
    let outer = h.context({ size: 1_000 });
    h.root.property('first', h.closure('next', outer, { size: 0, location: { url, line: 1 } }));
    for (let i = 0; i < 9; i++) {
      const inner = h.context({ size: 1_000 });
      outer.variable('inner', h.closure('next', inner, { size: 0, location: { url, line: 1 } }));
      outer = inner;
    }
  }).writeTo(mkdtempSync(join(room.path, 'chain-')));
  const chain = openInventory(openSource([file!]), {});
  try {
    const [scopes] = listClosures(chain).rows;
    expect(scopes).toMatchObject({ scopes: 10, closures: 10 });
    expect(scopes!.retained).toBeLessThan(11_000);
    const [functions] = listObjects(chain, 'function next').rows;
    expect(functions!.objects).toBe(10);
    expect(functions!.retained).toBeLessThan(11_000);
  } finally {
    chain.close();
  }
});
