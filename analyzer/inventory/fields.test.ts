import { describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { FieldValues } from './field-values.ts';
import { fieldLabel, fieldsOf, isReference } from './fields.ts';
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
  return fieldsOf(heap, node).map(
    (field) => `${fieldLabel(words, node, field)} ${isReference(field) ? words.name(field.to) : 'number'}`,
  );
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

describe('values of fields', () => {
  const drawn = ageDrawn((h) => {
    const value = (text: string) => h.string(text, { size: 0 });
    const integer = h.node('number', 'smi number', { size: 0 }).internal('value', value('7'));
    const price = h.node('number', 'heap number').internal('value', value('0.25'));
    const oddball = h.node('hidden', 'system / Oddball').edge('hidden', 0, h.string('false'));
    const session = h.object('Session', { id: 101 });
    session.property('price', price).property('open', oddball).property('gone', h.node('hidden', 'null'));
    session
      .property('name', h.string('a secret'))
      .property('runs', h.object('Array'))
      .property('id', integer);
    h.root.property('it', session);
  });
  const session = drawn.heap.graph.columns.nodeId.indexOf(101);

  it('are told in one line, of strings only their length', () => {
    expect(new FieldValues(new NodeWords(drawn.heap, false)).lineOf(session)).toBe(
      'price 0.25, open false, gone null, name 8 characters, runs Array, id 7',
    );
  });

  it('are told with what strings say if that was asked for', () => {
    expect(new FieldValues(new NodeWords(drawn.heap, true)).lineOf(session)).toContain('name "a secret"');
  });
});
