import { describe, expect, it } from 'vitest';
import { GroupNumbers } from './group-numbers.ts';

describe('numbers of groups', () => {
  it('are given in order, and the same for the same three, however many there are', () => {
    const numbers = new GroupNumbers();
    const ways = Array.from({ length: 20_000 }, (_, i) => [i % 7, i % 11, Math.floor(i / 77)] as const);
    const known = new Map<string, number>();
    for (const way of [...ways, ...ways]) {
      const key = way.join(' ');
      if (!known.has(key)) known.set(key, known.size);
      expect(numbers.of(...way)).toBe(known.get(key));
    }
  });
});
