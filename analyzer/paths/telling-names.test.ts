import { expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { CheapestPaths } from './cheapest-path.ts';
import { retainingPath } from './retaining-path.ts';
import { isTelling, objectsOfClass, tellingClass } from './telling-names.ts';

const place = { location: { url: 'file:///app/agent.js', line: 3 } };

function classOf(draw: (h: HeapDrawing) => DrawnNode): string {
  let drawn: DrawnNode | undefined;
  const { heap, at } = ageDrawn((h) => {
    drawn = draw(h);
    h.root.property('held', drawn);
    h.capture();
  });
  return tellingClass(heap, at(drawn!));
}

it('a class name of three letters tells something, one of two does not', () => {
  expect(isTelling('Hub')).toBe(true);
  expect(isTelling('aB')).toBe(false);
  expect(isTelling('Object')).toBe(false);
});

it('an object of a minified class is told by its property names, the telling ones first', () => {
  const name = classOf((h) =>
    h
      .object('a', place)
      .property('id', h.string('17'))
      .property('q', h.object('Map'))
      .property('messages', h.object('Array'))
      .property('toolUseContext', h.object('Object')),
  );
  expect(name).toBe('object with `messages`, `toolUseContext`');
});

it('keys of a dictionary are contents, however few they are', () => {
  const users = (names: readonly string[]) =>
    classOf((h) => {
      const object = h.object('Object', place);
      for (const name of names) object.property(name, h.object('User'));
      return object;
    });
  expect(users(['alice', 'bob', 'carol'])).toBe('Object');
  expect(users(['tok_51a', 'tok_52b'])).toBe('Object');
});

it('a class of the runtime keeps its name, and its properties are not told', () => {
  const name = classOf((h) => h.object('Timeout').property('_idleNext', h.object('TimersList')));
  expect(name).toBe('Timeout');
});

it('a step of a path to an object of a minified class has its property names, and one of a named class has none', () => {
  const stepTo = (className: string) => {
    let node: DrawnNode | undefined;
    const { heap, at } = ageDrawn((h) => {
      node = h.object(className, place).property('pendingTurns', h.object('Array'));
      const scope = h.context();
      h.root.element(1, scope.variable('queue', node));
      h.capture();
    });
    return retainingPath(heap, new CheapestPaths(heap), at(node!)).at(-1);
  };
  expect(stepTo('aB')).toMatchObject({ name: 'aB', properties: ['pendingTurns'] });
  expect(stepTo('Hub')).not.toHaveProperty('properties');
});

it('in the plural', () => {
  let turn: DrawnNode | undefined;
  let session: DrawnNode | undefined;
  const { heap, at } = ageDrawn((h) => {
    turn = h.object('a', place).property('messages', h.object('Array'));
    session = h.object('Session', place).property('messages', h.object('Array'));
    h.root.property('turn', turn).property('session', session);
    h.capture();
  });
  expect(objectsOfClass(heap, at(turn!))).toBe('objects with `messages`');
  expect(objectsOfClass(heap, at(session!))).toBe('Session objects');
});
