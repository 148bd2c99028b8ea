import { describe, expect, it } from 'vitest';
import type { HeapSummary } from '../../format/heap-summary.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import { drawHeap, type HeapDrawing } from '../../testing/heap-builder.ts';
import { AgedHeap } from '../heap/aged-heap.ts';
import { largestOdd } from '../parse/scan-snapshot.ts';
import { manyEntries } from './hints/large-collections.ts';
import { longChainFrom } from './hints/long-chains.ts';
import { manyListenersFrom } from './hints/many-listeners.ts';
import { largeStore, mostInUse } from './hints/spare-room.ts';
import { summarizeHeap } from './summarize-heap.ts';

function summaryOf(draw: (h: HeapDrawing) => void): HeapSummary {
  const graph = drawHeap(draw).graph();
  const heap = new AgedHeap(graph, [largestOdd(graph.columns.nodeId)]);
  return summarizeHeap(heap, { file: '1.heapsnapshot', label: '1.heapsnapshot' });
}

/** The scope of a module beside those of others. */
function moduleScope(h: HeapDrawing, file = 'file:///app/src/agent.mjs'): DrawnNode {
  const scope = h.context({ size: 64 });
  h.root.push(h.closure('main', scope, { location: { url: file, line: 1 } }));
  return scope;
}

const kibi = 1024;

describe('the largest holders', () => {
  it('are named by how the program reaches them, with their place, and passed through where all is in one', () => {
    const { holders, bytes } = summaryOf((h) => {
      const sessions = h.map();
      const store = h.object('Store').property('sessions', sessions).property('name', h.string('a'));
      moduleScope(h).variable('store', store);
      for (let i = 0; i < 50; i++)
        sessions.set(h.string(`s${i}`, { size: 32 }), h.object('Session', { size: 2 * kibi }));
    });
    expect(holders).toHaveLength(1);
    const [holder] = holders;
    expect(holder).toMatchObject({
      expression: 'store.sessions',
      className: 'Map',
      place: '/app/src/agent.mjs (module scope)',
      entries: 50,
      objects: 1,
    });
    expect(holder!.retained).toBeGreaterThan(100 * kibi);
    expect(holder!.share).toBeCloseTo(holder!.retained / bytes);
  });

  it('are the large parts of a record, and no byte counts twice', () => {
    const { holders, bytes } = summaryOf((h) => {
      const [a, b] = [h.map(), h.map()];
      moduleScope(h).variable('store', h.object('Store').property('a', a).property('b', b));
      for (let i = 0; i < 40; i++) {
        a.set(i, h.object('Session', { size: 2 * kibi }));
        b.set(i, h.object('Order', { size: kibi }));
      }
    });
    expect(holders.map(({ expression }) => expression)).toEqual(['store.a', 'store.b']);
    expect(holders.reduce((sum, { retained }) => sum + retained, 0)).toBeLessThanOrEqual(bytes);
  });

  it('are many objects of one class if several hold them together, with the names of these', () => {
    const { holders } = summaryOf((h) => {
      const [byId, byUser] = [h.map(), h.map()];
      moduleScope(h).variable('byId', byId).variable('byUser', byUser);
      for (let i = 0; i < 200; i++) {
        const session = h.object('Session', { size: kibi });
        byId.set(i, session);
        byUser.set(i, session);
      }
    });
    expect(holders[0]).toMatchObject({ className: 'Session', objects: 200, expression: '' });
    expect([...(holders[0]!.heldBy ?? [])].sort()).toEqual(['byId', 'byUser']);
  });

  it('are the first link of a list, and not its last', () => {
    const { holders } = summaryOf((h) => {
      let head = h.object('Node', { size: kibi });
      for (let i = 0; i < 300; i++) head = h.object('Node', { size: kibi }).property('next', head);
      moduleScope(h).variable('head', head);
    });
    expect(holders[0]).toMatchObject({ expression: 'head', className: 'Node' });
    expect(holders[0]!.retained).toBe(301 * kibi);
  });

  it('are no tables of Node itself that every program has', () => {
    const small = summaryOf((h) => {
      moduleScope(h, 'node:internal/errors').variable('codes', h.object('Codes', { size: 4 * kibi }));
      moduleScope(h).variable('kept', h.object('Kept', { size: 96 * kibi }));
    });
    expect(small.holders.map(({ expression }) => expression)).toEqual(['kept']);
    const large = summaryOf((h) => {
      moduleScope(h, 'node:internal/errors').variable('codes', h.object('Codes', { size: 50 * kibi }));
      moduleScope(h).variable('kept', h.object('Kept', { size: 96 * kibi }));
    });
    expect(large.holders.map(({ expression }) => expression)).toEqual(['kept', 'codes']);
  });
});

describe('the packages', () => {
  it('have what their functions, their classes and their modules hold, each byte once', () => {
    const { packages, bytes } = summaryOf((h) => {
      moduleScope(h).variable('mine', h.map().set(1, h.object('Order', { size: 10 * kibi })));
      moduleScope(h, 'file:///app/node_modules/express/lib/router.js').variable(
        'layers',
        h.object('Array', { size: 5 * kibi }),
      );
      moduleScope(h, 'file:///app/node_modules/@scope/kit/a.js').variable(
        'kit',
        h.object('Kit', { size: 3 * kibi }),
      );
      h.root.property('global', h.object('Table', { size: 100 }));
      moduleScope(h, 'node:events').variable('pool', h.object('Pool', { size: 2 * kibi }));
    });
    expect(packages.map(({ name }) => name)).toEqual([
      'your code',
      'express',
      '@scope/kit',
      'node:',
      'engine internals',
      'no code known',
    ]);
    expect(packages[0]!.bytes).toBeGreaterThan(10 * kibi);
    expect(packages.reduce((sum, one) => sum + one.bytes, 0)).toBe(bytes);
  });

  it('count a Buffer or emitter of Node with its holder', () => {
    const { packages } = summaryOf((h) => {
      const location = { url: 'node:internal/buffer', line: 960 };
      moduleScope(h).variable(
        'buffers',
        h.object('Array').push(h.object('Buffer', { size: 50 * kibi, location })),
      );
    });
    expect(packages[0]).toMatchObject({ name: 'your code' });
    expect(packages.find(({ name }) => name === 'node:')).toBeUndefined();
  });
});

describe('duplicated strings', () => {
  it('are counted with what they waste, and never quoted', () => {
    const summary = summaryOf((h) => {
      const list = h.object('Array');
      moduleScope(h).variable('list', list);
      for (let i = 0; i < 20; i++)
        list.push(h.object('User').property('role', h.string('secret role', { size: 48 })));
    });
    expect(summary.duplicatedStrings).toEqual({
      copies: 19,
      waste: 19 * 48,
      largest: [{ copies: 20, bytes: 48, waste: 19 * 48, heldAs: '.role of User' }],
    });
    expect(JSON.stringify(summary)).not.toContain('secret');
  });
});

describe('sizes that deserve a look', () => {
  const hintsIn = (draw: (h: HeapDrawing) => void) => summaryOf(draw).hints;
  /** So large that what the hints are about is no holder. */
  const ballast = (h: HeapDrawing) =>
    moduleScope(h, 'file:///app/src/ballast.mjs').variable('ballast', h.object('Ballast', { size: 2 ** 28 }));

  it.each([
    [manyEntries, 1],
    [manyEntries - 1, 0],
  ])('a Set with %i entries: %i', (entries, hints) => {
    const found = hintsIn((h) => {
      ballast(h);
      const [list, value] = [h.object('Array'), h.object('Value')];
      moduleScope(h).variable('list', list);
      for (let i = 0; i < entries; i++) list.push(value);
    });
    expect(found.filter(({ kind }) => kind === 'large-collection')).toHaveLength(hints);
    if (hints > 0)
      expect(found[0]).toMatchObject({ expression: 'list', text: 'Array with 10,000 entries', guess: false });
  });

  it.each([
    [manyListenersFrom, 1],
    [manyListenersFrom - 1, 0],
  ])('an emitter with %i listeners for one event: %i', (listeners, hints) => {
    const found = hintsIn((h) => {
      const list = h.object('Array');
      const emitter = h.object('Bus').property('_events', h.object('Object').property('change', list));
      moduleScope(h).variable('bus', emitter);
      for (let i = 0; i < listeners; i++) list.push(h.closure(`on${i}`));
    });
    expect(found.map(({ kind }) => kind)).toEqual(hints > 0 ? ['listeners'] : []);
    if (hints > 0)
      expect(found[0]).toMatchObject({ expression: 'bus', text: 'Bus with 50 listeners for one event' });
  });

  it.each([
    [longChainFrom, 1],
    [longChainFrom - 1, 0],
  ])('a chain of %i links: %i', (links, hints) => {
    const found = hintsIn((h) => {
      let head = h.object('Object');
      for (let i = 1; i < links; i++) head = h.object('Object').property('next', head);
      // The owner is of the same class, and no link.
      moduleScope(h).variable('queue', h.object('Object').property('head', head));
    });
    expect(found.map(({ kind }) => kind)).toEqual(hints > 0 ? ['long-chain'] : []);
    if (hints > 0)
      expect(found[0]).toMatchObject({
        expression: 'queue.head',
        text: `chain of ${links.toLocaleString('en-US')} × Object, each retained by the one before`,
      });
  });

  it.each([
    ['a large store that is nearly empty', largeStore, 1, 1],
    ['a smaller one', largeStore - 8, 1, 0],
    ['one that is used', largeStore, Math.ceil((largeStore / 8) * mostInUse) + 1, 0],
  ])('as a guess, %s', (_, size, objects, hints) => {
    const found = hintsIn((h) => {
      const list = h.object('Array').internal('elements', h.array({ size }));
      moduleScope(h).variable('list', list);
      for (let i = 0; i < objects; i++) list.push(h.object('Value'));
    });
    expect(found.filter(({ kind }) => kind === 'spare-room')).toHaveLength(hints);
    for (const { guess, text } of found) {
      expect(guess).toBe(true);
      expect(text).toMatch(/^Array with room for 8,190 \(64\.0 KiB\) and 1 object in it/);
    }
  });
});
