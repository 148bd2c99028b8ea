import { expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { fieldLabel, fieldsOf } from './fields.ts';
import { NodeWords } from './node-words.ts';

/** The fields of a drawn object, as `label name`. */
function fieldsIn(draw: (h: HeapDrawing) => DrawnNode): string[] {
  let drawn: DrawnNode | undefined;
  const { heap, at } = ageDrawn((h) => {
    drawn = draw(h);
    h.root.property('it', drawn);
  });
  const words = new NodeWords(heap, false);
  const node = at(drawn!);
  return fieldsOf(heap, node).map((field) => `${fieldLabel(words, node, field)} ${words.name(field.to)}`);
}

it('tells what the program named first, then entries, the engine and the prototype', () => {
  const fields = fieldsIn((h) =>
    h
      .object('Session')
      .internal('map', h.node('object shape', 'map'))
      .property('__proto__', h.object('Session'))
      .internal('native', h.native('Handle'))
      .element(0, h.object('Entry'))
      .property('user', h.string('secret'))
      .property('age', h.node('number', '42'))
      .weak('gone', h.object('Gone')),
  );
  expect(fields).toEqual([
    '.user string',
    '.age number',
    '[] Entry',
    '(native) Handle',
    '.__proto__ Session',
  ]);
});

it('tells the variables of a scope', () => {
  expect(fieldsIn((h) => h.context().variable('cache', h.map()))).toEqual(['cache Map']);
});

it('tells the entries of a Map, and not the table behind it', () => {
  const fields = fieldsIn((h) =>
    h.map().set(h.string('a'), h.object('Session')).set(h.string('b'), h.object('Session')),
  );
  expect(fields).toEqual(['[key] Session', '[key] Session']);
});
