import { describe, expect, it } from 'vitest';
import { TextLines } from './text-lines.ts';

describe('the lines of a text', () => {
  const lines = new TextLines('ab\ncd\n\nlast');

  it.each([
    [1, 1, 0],
    [2, 2, 4],
    [3, 1, 6],
    [4, 4, 10],
  ])('line %i, column %i is at offset %i', (line, column, offset) => {
    expect(lines.offsetOf({ line, column })).toBe(offset);
    expect(lines.placeOf(offset)).toEqual({ line, column });
  });

  it.each([
    [0, 1],
    [5, 1],
    [4, 5],
  ])('line %i, column %i is nowhere', (line, column) => {
    expect(lines.offsetOf({ line, column })).toBeUndefined();
  });

  it('are given from a place to the end of the next line', () => {
    expect(lines.fromPlace({ line: 1, column: 2 })).toBe('b\ncd\n');
    expect(lines.fromPlace({ line: 4, column: 2 })).toBe('ast');
    expect(lines.fromPlace({ line: 9, column: 1 })).toBe('');
  });
});
