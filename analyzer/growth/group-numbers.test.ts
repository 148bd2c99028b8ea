import { describe, expect, it } from 'vitest';
import { GroupNumbers } from './group-numbers.ts';

describe('numbers of groups', () => {
  it('are given in order, and the same for the same three, however many there are', () => {
    const numbers = new GroupNumbers();
    const ways = Array.from({ length: 5000 }, (_, i) => [i % 7, i % 11, Math.floor(i / 77)] as const);
    const inOrder = ways.map((_, i) => i);
    expect([...ways, ...ways].map((way) => numbers.of(...way))).toEqual([...inOrder, ...inOrder]);
  });
});
