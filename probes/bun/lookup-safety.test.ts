import { expect, it } from 'vitest';
import { lookupIsSafe } from './lookup-safety.ts';
import { NumberList } from './number-list.ts';

function heapOf(sizes: readonly number[], name: string) {
  const nodes = new NumberList();
  sizes.forEach((size, id) => {
    for (const field of [id, size, 1, 0]) nodes.push(field);
  });
  const names = { nodeClassNames: ['Map', name], edgeTypes: [], edgeNames: [] };
  return { version: 3, type: 'Inspector' as const, nodes, edges: new NumberList(), ...names };
}

const mebibyte = 1 << 20;

it('lets a Map be looked up while its ten longest strings cannot end the target', () => {
  expect(lookupIsSafe(heapOf(Array(10).fill(12 * mebibyte), 'string'))).toBe(true);
  expect(lookupIsSafe(heapOf(Array(10).fill(13 * mebibyte), 'string'))).toBe(false);
  expect(lookupIsSafe(heapOf([...Array(1000).fill(mebibyte), 100 * mebibyte], 'string'))).toBe(true);
  expect(lookupIsSafe(heapOf([1, 150 * mebibyte, 2], 'string'))).toBe(false);
  // Buffers are not sent.
  expect(lookupIsSafe(heapOf([900 * mebibyte], 'ArrayBuffer'))).toBe(true);
});
