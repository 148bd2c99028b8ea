import { expect, it } from 'vitest';
import { ageDrawn } from '../../../testing/drawn-aged-heap.ts';
import type { DrawnNode } from '../../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../../testing/heap-builder.ts';
import { type InsideOfEntry, partsOfEntry } from './parts-of-entry.ts';

const place = { location: { url: 'file:///app/agent.js', line: 3 } };

function inside(draw: (h: HeapDrawing) => DrawnNode, isLink = false): InsideOfEntry {
  let entry: DrawnNode | undefined;
  const { heap, at } = ageDrawn((h) => {
    entry = draw(h);
    h.root.property('held', entry);
    h.capture();
  });
  return partsOfEntry(heap, at(entry!), isLink);
}

it('a part of a tenth is told, a smaller one is not', () => {
  const paths = (small: number) =>
    inside((h) =>
      h
        .object('Turn', { size: 0, ...place })
        .property('history', h.object('Array', { size: 1000 - small }))
        .property('plan', h.object('Array', { size: small })),
    ).parts.map(({ path }) => path);
  expect(paths(100)).toEqual(['history', 'plan']);
  expect(paths(99)).toEqual(['history']);
});

it('an object that keeps nine tenths in one property is a wrapper', () => {
  const paths = (wrapped: number) =>
    inside((h) =>
      h
        .object('Turn', { size: 0, ...place })
        .property(
          'state',
          h
            .object('Object', { size: 1000 - wrapped, ...place })
            .property('rows', h.object('Array', { size: wrapped })),
        ),
    ).parts.map(({ path }) => path);
  expect(paths(900)).toEqual(['state.rows']);
  expect(paths(899)).toEqual(['state', 'state.rows']);
});

it('a timer is told by the variables that its callback closes over', () => {
  const { parts, retained } = inside((h) => {
    const session = h.object('Session', { size: 40, ...place });
    session.property('history', h.object('Array', { size: 600 }));
    const scope = h.context({ size: 0 }).variable('session', session);
    return h
      .object('Timeout', { size: 100 })
      .property('_onTimeout', h.closure('poll', scope, { size: 0, ...place }));
  });
  expect(parts).toEqual([
    { path: 'session', name: 'Session', retained: 640 },
    { path: 'session.history', name: 'Array', retained: 600 },
  ]);
  expect(retained).toBe(740);
});

it('items of one class are one part, and keys of a dictionary are not told', () => {
  const { parts } = inside((h) => {
    const list = h.object('Object', { size: 0, ...place });
    for (const key of ['k1', 'k2', 'k3']) list.property(key, h.object('Chunk', { size: 100, ...place }));
    return list;
  });
  expect(parts).toEqual([{ path: '[key]', name: 'Chunk', retained: 300, count: 3 }]);
});

it('what the links behind a link keep is not its own', () => {
  const chain = (h: HeapDrawing) => {
    const cell = (next?: DrawnNode) => {
      const link = h.object('system / WeakCell', { size: 10 });
      link.internal('holdings', h.object('Lease', { size: 90, ...place }));
      if (next !== undefined) link.internal('next', next);
      return link;
    };
    return cell(cell(cell()));
  };
  expect(inside(chain, true)).toEqual({
    retained: 100,
    parts: [{ path: '', name: 'Lease', retained: 90 }],
  });
});

it('a deep chain needs no stack and ends at the budget', () => {
  const { parts } = inside((h) => {
    let last = h.object('Array', { size: 100 });
    for (let i = 0; i < 20_000; i++) last = h.closure('f', h.context({ size: 1 }).variable('next', last));
    return last;
  });
  expect(parts).toEqual([]);
});
