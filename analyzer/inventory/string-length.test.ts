import { expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { StringLengths } from './string-length.ts';

function ropeOf(h: HeapDrawing, parts: number): DrawnNode {
  const letter = h.string('a');
  let rope = letter;
  for (let k = 1; k < parts; k++) {
    const longer = h.node('concatenated string', '(concatenated string)');
    rope = longer.internal('first', rope).internal('second', letter);
  }
  return rope;
}

/** No engine makes one, but a torn snapshot may say so. */
function knot(h: HeapDrawing): DrawnNode {
  const rope = h.node('concatenated string', '(concatenated string)');
  return rope.internal('first', rope).internal('second', h.string('a'));
}

it.each<[string, (h: HeapDrawing) => DrawnNode, number]>([
  ['a short string by its text', (h) => h.string('hello', { size: 24 }), 5],
  ['an empty one', (h) => h.string(''), 0],
  ['a long one by its size', (h) => h.string('x'.repeat(1024), { size: 16 + 5000 }), 5000],
  ['a long one of wide characters', (h) => h.string('я'.repeat(1024), { size: 16 + 5000 }), 2500],
  [
    'a rope by its parts',
    (h) =>
      h
        .node('concatenated string', '(concatenated string)')
        .internal('first', h.string('abc'))
        .internal('second', h.string('de')),
    5,
  ],
  ['a rope of 20,000 parts', (h) => ropeOf(h, 20_000), 20_000],
  ['a rope that is its own part', (h) => knot(h), -1],
  ['not a slice', (h) => h.node('sliced string', '(sliced string)').internal('parent', h.string('abc')), -1],
  ['no object', (h) => h.object('Session'), -1],
])('knows the length of %s', (_, draw, length) => {
  let drawn: DrawnNode | undefined;
  const { heap, at } = ageDrawn((h) => {
    drawn = draw(h);
    h.root.property('it', drawn);
  });
  expect(new StringLengths(heap.graph).of(at(drawn!))).toBe(length);
});
