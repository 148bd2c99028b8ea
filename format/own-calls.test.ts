import { describe, expect, it } from 'vitest';
import { ownCalls } from './own-calls.ts';

const own = (stack: string) => ownCalls(stack.split(' '), (name) => name).join(' ');

describe('an allocation is the doing of', () => {
  it.each([
    ['a call and its callers', 'make handle serve', 'make handle serve'],
    [
      'the last middleware of a chain, and not of the earlier ones',
      'third next second next first next serve',
      'third next next next serve',
    ],
    ['it also with a helper', 'make third next second next serve', 'make third next next serve'],
    [
      'it also with several functions that run the chain',
      'third layer next second layer next first layer next serve',
      'third layer next layer next layer next serve',
    ],
    ['a recursion and its caller', 'visit visit visit handle', 'visit visit visit handle'],
    [
      'what two functions do by calling each other, and their caller',
      'list node list node handle',
      'list node list node handle',
    ],
    ['nobody, if there are no calls', '', ''],
  ])('%s', (_, stack, expected) => {
    expect(own(stack)).toBe(expected);
  });
});
