import { expect, it } from 'vitest';
import { scriptModule } from '../../format/native-pages.ts';
import { StackList } from './stack-list.ts';

it('adds up stacks of the same functions, and what is not listed', () => {
  const list = new StackList(2);
  const malloc = { module: '/lib/libc.so.6', name: 'malloc' };
  const make = { module: '/app/a.node', name: 'make' };
  const script = { module: scriptModule };
  list.add([malloc, make, script, script, script], [10, 0]);
  list.add([malloc, make, script], [1, 2]);
  list.add([make], [100, 0]);
  list.addOther([5, 5]);
  expect(list.told()).toEqual({
    frames: [malloc, make, script],
    stacks: [
      { frames: [1], born: [100, 0] },
      { frames: [0, 1, 2], born: [11, 2] },
    ],
    others: [5, 5],
  });
});
