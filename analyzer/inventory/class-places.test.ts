import { expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import { takeCensus } from './class-census.ts';
import { classPlaces } from './class-places.ts';
import { NodeWords } from './node-words.ts';

it('tells the one place that all objects of a class come from', () => {
  const at = (line: number) => ({ location: { url: 'file:///app/src/a.mjs', line } });
  const { heap } = ageDrawn((h) => {
    h.root.property('f', h.closure('get', undefined, at(1)));
    h.root.property('g', h.closure('get', undefined, at(2)));
    h.root.property('s', h.object('Session', at(7))).property('t', h.object('Session', at(7)));
    h.root.property('o', h.object('Object'));
  });
  const words = new NodeWords(heap, false);
  const census = takeCensus(words);
  const named = [...classPlaces(words, census)].map(([place, text]) => [census.classes[place].name, text]);
  expect(named).toEqual([['Session', '/app/src/a.mjs:7']]);
});
