import { expect, it } from 'vitest';
import { takeRealSnapshot } from '../../testing/real-snapshot.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { computeDominators } from '../graph/dominators.ts';
import { retainingEdges } from '../graph/edge-filter.ts';
import { HeapGraph } from '../graph/heap-graph.ts';
import { readSnapshot } from '../parse/read-snapshot.ts';
import { engineNoise, noisePlainly } from './engine-noise.ts';
import { sumOfData, sumPlainly } from './sum-of-data.ts';

it('noise and the data below each node are those found without kernels, of a real heap', () => {
  const scratch = new ScratchFolder();
  const columns = readSnapshot(takeRealSnapshot(scratch.path));
  // A size that does not fit its column, as that of one large Buffer.
  const graph = new HeapGraph({
    ...columns,
    selfSize: columns.selfSize.with(7, 0xffffffff),
    largeSizes: new Map([[7, 2 ** 33]]),
  });
  const tree = computeDominators(graph, retainingEdges(graph));
  const noise = engineNoise(graph, tree);
  expect(columns.memory!.holds(noise)).toBe(true);
  const plainly = noisePlainly(graph, tree);
  expect(Buffer.from(plainly).equals(noise)).toBe(true);
  expect(plainly.includes(1)).toBe(true);
  const sums = sumPlainly(graph, tree, plainly);
  expect(sumOfData(graph, tree, noise).every((sum, v) => sum === sums[v])).toBe(true);
  expect(sums[0]).toBeGreaterThan(0);
  graph.strings.close();
  scratch.remove();
});
