import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { takeRealSnapshot } from '../../testing/real-snapshot.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { readSnapshot } from './read-snapshot.ts';
import { scanCapture } from './scan-capture.ts';
import { edgeIsIndexed, edgeTypes, nodeTypes } from './snapshot-columns.ts';
import { SnapshotError } from './snapshot-error.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const real = takeRealSnapshot(
  scratch.path,
  'globalThis.kept = { "odd\\n\\"name\\" \\u{1f600}": [1.5, new Map([[{}, 1]])] };',
);

/** What reading all of a snapshot says of the objects with these ids. */
function byReadingAll(file: string, ids: ReadonlySet<number>) {
  const columns = readSnapshot(file);
  const size = (node: number) => columns.largeSizes.get(node) ?? columns.selfSize[node]!;
  const objects = new Map<number, unknown>();
  for (let node = 0; node < columns.nodeCount; node++) {
    if (!ids.has(columns.nodeId[node]!)) continue;
    const edges = [];
    for (let edge = columns.firstEdge[node]!; edge < columns.firstEdge[node + 1]!; edge++) {
      const [type, name, to] = [columns.edgeType[edge]!, columns.edgeName[edge]!, columns.edgeTo[edge]!];
      edges.push({
        type: edgeTypes[type],
        nameOrIndex: edgeIsIndexed(type) ? name : columns.strings.get(name),
        targetId: columns.nodeId[to],
        targetType: nodeTypes[columns.nodeType[to]!],
        targetSelfSize: size(to),
      });
    }
    objects.set(columns.nodeId[node]!, {
      type: nodeTypes[columns.nodeType[node]!],
      selfSize: size(node),
      edges,
    });
  }
  columns.strings.close();
  return objects;
}

describe('scanning a capture for a few objects', () => {
  it('gives what reading all of a real capture gives', () => {
    const { nodeId, strings } = readSnapshot(real);
    strings.close();
    const root = nodeId[0]!;
    const some = new Set(
      [...nodeId].filter((id, node) => id === root || node % 97 === 0 || node > nodeId.length - 3),
    );
    const scanned = scanCapture(real, some);
    expect(scanned.size).toBe(some.size);
    expect([...scanned.values()].flatMap(({ edges }) => edges).length).toBeGreaterThan(1_000);
    expect(scanned).toEqual(byReadingAll(real, some));
  });

  it('gives names as they are, sizes beyond 32 bits, and nothing for who did not live', () => {
    const file = scratch.write(
      drawHeap((h) => {
        const kept = h.object('Kept', { id: 11 });
        h.root.property('kept', kept.property('a\n"b" \u{1f600}', h.native('Big', { id: 8, size: 6e9 })));
      }).text(),
    );
    const objects = scanCapture(file, new Set([11, 8, 999]));
    expect([...objects.keys()].sort()).toEqual([11, 8]);
    expect(objects.get(8)).toEqual({ type: 'native', selfSize: 6e9, edges: [] });
    expect(objects.get(11)!.edges).toEqual([
      {
        type: 'property',
        nameOrIndex: 'a\n"b" \u{1f600}',
        targetId: 8,
        targetType: 'native',
        targetSelfSize: 6e9,
      },
    ]);
  });

  it('reads what V8 did not write as well', () => {
    const spaced = scratch.write(JSON.stringify(JSON.parse(readFileSync(real, 'utf8'))));
    const ids = new Set([1, 3, 5, 7, 9, 11]);
    expect(scanCapture(spaced, ids)).toEqual(byReadingAll(real, ids));
  });

  it('refuses what is torn', () => {
    const text = readFileSync(real, 'latin1');
    const cut = scratch.write(Buffer.from(text.slice(0, text.indexOf('"edges"') + 1_500_000), 'latin1'));
    expect(() => scanCapture(cut, new Set([1]))).toThrow(SnapshotError);
  });
});
