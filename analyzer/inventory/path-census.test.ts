import { describe, expect, it } from 'vitest';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import { drawHeap, type HeapDrawing } from '../../testing/heap-builder.ts';
import { retainedSizes } from '../graph/retained-sizes.ts';
import { AgedHeap } from '../heap/aged-heap.ts';
import { takeCensus } from './class-census.ts';
import { NodeWords } from './node-words.ts';
import { leastLookedInto, type PathGroup, takePathCensus } from './path-census.ts';
import { pathNames } from './path-names.ts';

interface Named extends PathGroup {
  readonly module: string;
  readonly expression: string;
}

function censusOf(draw: (h: HeapDrawing) => void): { groups: Named[]; size: number } {
  const heap = new AgedHeap(drawHeap(draw).graph(), [Number.MAX_SAFE_INTEGER]);
  const words = new NodeWords(heap, false);
  const retained = retainedSizes(heap.graph, heap.tree);
  const groups = takePathCensus({
    words,
    census: takeCensus(words),
    retained,
    least: leastLookedInto(retained[0]),
  });
  const names = pathNames(groups);
  return { groups: groups.map((group, i) => ({ ...group, ...names[i] })), size: retained[0] };
}

const globalWith = (h: HeapDrawing, keep: DrawnNode) => h.object('global').property('keep', keep);

const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);

describe('objects', () => {
  const { groups } = censusOf((h) => {
    const url = 'file:///app/src/agent.mjs';
    const scope = h.context();
    h.root.element(1, h.closure('main', scope, { location: { url, line: 1 } }));
    const byId = h.map();
    scope.variable('sessions', h.object('Store').property('byId', byId));
    for (let i = 0; i < 40; i++)
      byId.set(
        h.string(`user ${i}`),
        h.object('Session', { size: 100 }).property('log', h.array({ size: 50 })),
      );
    const cache = h.object('Object');
    scope.variable('cache', cache);
    for (let i = 0; i < 20; i++) cache.property(`file ${i}`, h.object('Text', { size: 64 }));
    const keep = h.object('Array');
    h.root.element(2, h.node('hidden', 'system / NativeContext').internal('extension', globalWith(h, keep)));
    for (let i = 0; i < 20; i++) keep.element(i, h.object('Row', { size: 64 }));
  });
  const at = (expression: string, className: string) =>
    groups.find((group) => group.expression === expression && group.className === className);

  it('of one path are together, with what the engine keeps behind them', () => {
    const sessions = at('sessions.byId[key]', 'Session')!;
    expect(sessions.module).toBe('/app/src/agent.mjs');
    expect(sum(sessions.counts)).toBe(40);
    expect(sum(sessions.bytes)).toBe(40 * 150);
    expect(sessions.retained).toBe(40 * 150);
  });

  it('that hang on the global object are named as retainers name them', () => {
    expect(sum(at('globalThis.keep[]', 'Row')!.counts)).toBe(20);
  });

  it('under names that are data are one path', () => {
    expect(sum(at('cache[key]', 'Text')!.counts)).toBe(20);
  });
});

it('links of a list are one path, however long it is and whatever stands between them', () => {
  const { groups, size } = censusOf((h) => {
    let last = h.object('Queue');
    h.root.property('queue', last);
    for (let i = 0; i < 5_000; i++) {
      const entry = h.object('Entry', { size: 40 });
      last.property('next', entry);
      last = h.object('Link', { size: 20 });
      entry.property('link', last);
    }
  });
  const links = groups.filter(({ className }) => className === 'Link');
  expect(sum(links.flatMap(({ counts }) => [...counts]))).toBe(5_000);
  expect(groups.length).toBeLessThan(10);
  expect(sum(groups.flatMap(({ bytes }) => [...bytes]))).toBe(size);
});

it('what is small beside the heap counts where it begins', () => {
  const { groups, size } = censusOf((h) => {
    h.root.property('large', h.object('Large', { size: 1_000_000 }));
    h.root.property('small', h.object('Small', { size: 10 }).property('part', h.object('Part', { size: 5 })));
  });
  const small = groups.find(({ className }) => className === 'Small')!;
  expect(sum(small.bytes)).toBe(15);
  expect(groups.some(({ className }) => className === 'Part')).toBe(false);
  expect(sum(groups.flatMap(({ bytes }) => [...bytes]))).toBe(size);
});
