import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { toSnapshotText } from '../../testing/snapshot-json.ts';
import { redactSnapshot } from '../redact/redact-snapshot.ts';
import { readSnapshot } from './read-snapshot.ts';
import { SparseSnapshot } from './sparse-snapshot.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

/** Since Node 24, V8 writes the indexes of a table of bits, `table[2 ** 31]`, as signed numbers. */
const indexes = [1, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2];

const heap = drawHeap((h) => {
  const table = h.object('Object', { id: 11 });
  h.root.property('bits', table);
  for (const index of indexes) table.element(index, h.object('Bit'));
  // More than one batch, so that the kernels read these records as well.
  for (let i = 0; i < 300; i++) h.root.element(i, h.object('Other'));
}).json();
const signed = {
  ...heap,
  edges: heap.edges.map((number) => (number >= 2 ** 31 ? number - 2 ** 32 : number)),
};
const text = toSnapshotText(signed);

describe('indexes of 2^31 and more that are written with a sign', () => {
  it('are drawn as V8 writes them', () => {
    expect(text).toContain('1,-2147483648,');
    expect(text).toContain('1,-2,');
  });

  it.each([
    ['as V8 writes records', text],
    ['with white space', text.replaceAll(/,(?=-?\d)/g, ' , ')],
  ])('are read %s', (_, content) => {
    const columns = readSnapshot(scratch.write(content), { threads: 1 });
    expect([...columns.edgeName]).toEqual(expect.arrayContaining(indexes));
  });

  it('are read one by one', () => {
    const sparse = SparseSnapshot.open(scratch.write(text))!;
    const table = sparse.nodes.nodeId.indexOf(11);
    const found = [];
    for (let e = sparse.firstEdge(table); e < sparse.endEdge(table); e++)
      found.push(sparse.edgeNameOrIndex(e));
    expect(found).toEqual(indexes);
    sparse.close();
  });

  it('are kept by redaction', () => {
    const file = scratch.write(text);
    redactSnapshot(file, `${file}.redacted`);
    expect(readFileSync(`${file}.redacted`, 'utf8')).toContain('1,-2147483648,');
  });

  it.each([
    ['a type', 0],
    ['a name of a property', 1],
    ['a target', 2],
  ])('are no excuse for %s below 0', (_, field) => {
    const edges = heap.edges.map((number, at) => (at === field ? -7 : number));
    const file = scratch.write(toSnapshotText({ ...heap, edges }));
    expect(() => readSnapshot(file)).toThrow(/edge 0 (has|points to) .*-7/);
  });
});
