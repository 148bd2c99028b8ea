import { afterAll, describe, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { toSnapshotText } from '../../testing/snapshot-json.ts';
import { readSnapshot } from './read-snapshot.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

/** More elements than are read in one batch, every thousandth of them taken out of its document. */
const elements = 9_500;
const page = drawHeap((h) => {
  for (let n = 0; n < elements; n++) {
    const element = h.native('<div>');
    h.root.element(n, n % 1_000 === 999 ? element.detach() : element);
  }
});
const expected = [1_000, 2_000, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000, 9_000];

describe('nodes that no document shows are known', () => {
  it.each([
    ['as V8 writes them', toSnapshotText(page.json())],
    ['in whatever white space', JSON.stringify(page.json(), null, 1)],
  ])('%s', (_, text) => {
    expect(readSnapshot(scratch.write(text)).detached).toEqual(expected);
  });

  it('where a writer does not say it, as none', () => {
    const { snapshot, ...rest } = page.json();
    const meta = { ...snapshot.meta, node_fields: snapshot.meta.node_fields.with(6, 'unknown') };
    const text = toSnapshotText({ ...rest, snapshot: { ...snapshot, meta } });
    expect(readSnapshot(scratch.write(text)).detached).toEqual([]);
  });

  it('beside numbers that are drawn as nodes, which are none for a reader', () => {
    const heap = drawHeap((h) => {
      const [number, value] = [h.node('number', 'smi number'), h.string('42')];
      h.root.property('count', number.internal('value', value));
      h.root.property('kept', h.native('<div>').detach());
    });
    const { detached, nodeName, strings, nodeCount } = readSnapshot(scratch.write(heap.text()));
    expect(nodeCount).toBe(2);
    expect(detached?.map((node) => strings.get(nodeName[node]))).toEqual(['<div>']);
  });
});
