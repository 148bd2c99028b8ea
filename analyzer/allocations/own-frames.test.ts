import { describe, expect, it } from 'vitest';
import type { CallFrame } from '../../format/heap-profile.ts';
import { frameOf } from '../../testing/drawn-profile.ts';
import { siteFrame } from './own-frames.ts';

/** The outermost call first, as in drawings; `_` has no name. */
const site = (stack: string) => {
  const frames = stack.split(' ').map((word): CallFrame => {
    const frame = frameOf(word);
    return frame.functionName === '_' ? { ...frame, functionName: '' } : frame;
  });
  const found = siteFrame(frames.toReversed());
  return found && [found.functionName, found.url.replace('file:///app/', '')].join(' of ');
};

describe('the site of an allocation is', () => {
  it.each([
    ['the innermost function of the program', 'serve handle push', 'handle of main.mjs'],
    ['it also if it calls a dependency', 'serve handle lru:set lru:grow push', 'handle of main.mjs'],
    [
      'a dependency that nothing of the program calls',
      'node:emit lru:set push',
      'set of node_modules/lru/index.js',
    ],
    [
      'a dependency in a chain in which the program only waits',
      'express:next alpha express:next store:save push',
      'save of node_modules/store/index.js',
    ],
    ['the function that gave the engine a callback', 'serve handle push _ push', 'handle of main.mjs'],
    ['a callback that was called by another function', 'serve handle _ push', ' of main.mjs'],
    ['a listener without a name', 'serve handle node:emit _ push', ' of main.mjs'],
  ])('%s', (_, stack, expected) => {
    expect(site(stack)).toBe(expected);
  });
});
