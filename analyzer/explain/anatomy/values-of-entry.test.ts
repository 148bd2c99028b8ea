import { expect, it } from 'vitest';
import { ageDrawn } from '../../../testing/drawn-aged-heap.ts';
import type { DrawnNode } from '../../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../../testing/heap-builder.ts';
import { valuesOfEntry } from './values-of-entry.ts';

const integer = (h: HeapDrawing, text: string) =>
  h.node('number', 'smi number', { size: 0 }).internal('value', h.string(text, { size: 0 }));

function valuesIn(draw: (h: HeapDrawing) => DrawnNode): string[] {
  let drawn: DrawnNode | undefined;
  const { heap, at } = ageDrawn((h) => {
    drawn = draw(h);
    h.root.property('it', drawn);
  });
  return valuesOfEntry(heap, at(drawn!));
}

it('tells numbers and booleans, and nothing that a string says', () => {
  const values = valuesIn((h) => {
    const price = h.node('number', 'heap number').internal('value', h.string('0.5', { size: 0 }));
    const session = h.object('Session').property('price', price).property('open', h.node('hidden', 'false'));
    return session.property('name', h.string('secret')).property('n', integer(h, '3'));
  });
  expect(values).toEqual(['price 0.5', 'open false', 'n 3']);
});

it('tells nothing if the capture has no numbers', () => {
  expect(valuesIn((h) => h.object('Session').property('open', h.node('hidden', 'false')))).toEqual([]);
});

it('tells no keys of a dictionary', () => {
  const values = valuesIn((h) => {
    const counts = h.object('Object');
    for (let user = 0; user < 20; user++) counts.property(`user${user}`, integer(h, String(user)));
    return counts;
  });
  expect(values).toEqual([]);
});
