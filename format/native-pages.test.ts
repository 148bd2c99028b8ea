import { expect, it } from 'vitest';
import { type NativePages, parseNativePages } from './native-pages.ts';

const pages: NativePages = {
  looks: [
    { at: 1_000, held: 10 },
    { at: 2_000, held: 30 },
  ],
  resident: 'pagemap',
  unwound: 'tables',
  frames: [{ module: '/usr/bin/node', name: 'deflateInit2_' }],
  stacks: [{ frames: [0], born: [20] }],
  others: [0],
  released: 0,
  period: 3,
  faults: 9,
  lost: 0,
};

it('is read as it was written, and not if it is torn or names what is not there', () => {
  const text = JSON.stringify(pages);
  expect(parseNativePages(text)).toEqual(pages);
  expect(parseNativePages(text.slice(0, -1))).toBeUndefined();
  const [stack] = pages.stacks;
  expect(parseNativePages(JSON.stringify({ ...pages, stacks: [{ ...stack, frames: [1] }] }))).toBeUndefined();
  expect(
    parseNativePages(JSON.stringify({ ...pages, stacks: [{ ...stack, born: [1, 2] }] })),
  ).toBeUndefined();
});
