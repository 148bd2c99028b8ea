import { expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { retainedSizes } from '../graph/retained-sizes.ts';
import { AgedHeap } from '../heap/aged-heap.ts';
import { takeCensus } from './class-census.ts';
import { expressionsIn } from './expressions.ts';
import { jointNames } from './joint-names.ts';
import { NodeWords } from './node-words.ts';
import { leastLookedInto, takePathCensus } from './path-census.ts';

/** Objects of a module that as many of its Maps hold together. */
function namesOf(maps: number): string[] {
  const drawn = drawHeap((h) => {
    const scope = h.context();
    h.root.element(1, h.closure('main', scope, { location: { url: 'file:///app/src/agent.mjs', line: 1 } }));
    const state = h.object('Object');
    scope.variable('state', state);
    const indexes = Array.from({ length: maps }, (_, i) => {
      const index = h.map();
      state.property(`by${i}`, index);
      return index;
    });
    for (let i = 0; i < 30; i++) {
      const session = h.object('Session', { size: 500 });
      for (const index of indexes) index.set(h.string(`key ${i}`), session);
    }
  });
  const heap = new AgedHeap(drawn.graph(), [Number.MAX_SAFE_INTEGER]);
  const words = new NodeWords(heap, false);
  const retained = retainedSizes(heap.graph, heap.tree);
  const census = takeCensus(words);
  const groups = takePathCensus({ words, census, retained, least: leastLookedInto(retained[0]) });
  const names = jointNames(heap, groups, expressionsIn(heap));
  return groups.flatMap(({ className }, i) => (className === 'Session' ? [names.get(i) ?? 'none'] : []));
}

it('names what holds objects together', () => {
  expect(namesOf(2)).toEqual(['state.by0[key] and state.by1[key]']);
});

it('counts those that are too many to name', () => {
  expect(namesOf(3)).toEqual([
    expect.stringMatching(/^state\.by\d\[key\], state\.by\d\[key\] and 1 other path$/),
  ]);
  expect(namesOf(4)).toEqual([expect.stringMatching(/ and 2 other paths$/)]);
});

it('has nothing to say of what one holds alone', () => {
  expect(namesOf(1)).toEqual(['none']);
});
