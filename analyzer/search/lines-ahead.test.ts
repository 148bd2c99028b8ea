import { expect, it } from 'vitest';
import { takeRealSnapshot } from '../../testing/real-snapshot.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { startLineThread } from '../parse/line-thread.ts';
import { openEdges, SparseSnapshot } from '../parse/sparse-snapshot.ts';

it('lines that another thread has counted lead to the same edges, one file after the other', () => {
  const scratch = new ScratchFolder();
  const file = takeRealSnapshot(scratch.path);
  const opened = [openEdges(file)!, openEdges(file)!];
  const { counts } = startLineThread(opened.map(({ part }) => part));
  const plainly = SparseSnapshot.open(file)!;
  const edgesOf = (capture: SparseSnapshot, node: number) => {
    const edges: Array<readonly [string | number, number]> = [];
    for (let e = capture.firstEdge(node); e < capture.endEdge(node); e++)
      edges.push([capture.edgeNameOrIndex(e), capture.edgeTarget(e)]);
    return edges;
  };
  const nodes = [0, 1, 1000, Math.floor(plainly.nodeCount / 2), plainly.nodeCount - 1];
  for (const [k, before] of opened.entries()) {
    const counted = counts[k]!.finish();
    expect(counted).toBeDefined();
    const capture = before.open(counted)!;
    for (const node of nodes) expect(edgesOf(capture, node)).toEqual(edgesOf(plainly, node));
    capture.close();
  }
  plainly.close();
  scratch.remove();
});

it('counts nothing once it is stopped, or where the file ends too early', () => {
  const scratch = new ScratchFolder();
  const before = openEdges(takeRealSnapshot(scratch.path))!;
  const { descriptor, from, to } = before.part;
  const { counts } = startLineThread([{ descriptor, from, to: to + (8 << 20) }]);
  expect(counts[0]!.finish()).toBeUndefined();
  const stopped = startLineThread([before.part]);
  stopped.stop();
  expect(stopped.counts[0]!.finish()).toBeUndefined();
  before.close();
  scratch.remove();
});
