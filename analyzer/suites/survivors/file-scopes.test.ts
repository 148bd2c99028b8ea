import { afterAll, expect, it } from 'vitest';
import { suiteFileKey } from '../../../format/suite-evidence.ts';
import { takeRealSnapshot } from '../../../testing/real-snapshot.ts';
import { ScratchFolder } from '../../../testing/scratch-folder.ts';
import { HeapGraph } from '../../graph/heap-graph.ts';
import { AgedHeap } from '../../heap/aged-heap.ts';
import { readSnapshot } from '../../parse/read-snapshot.ts';
import { CheapestPaths } from '../../paths/cheapest-path.ts';
import { keptBy } from '../kept-by.ts';
import { FileScopes } from './file-scopes.ts';
import { survivingHolders } from './surviving-holders.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const program = `
import { createContext, runInContext } from 'node:vm';
const kept = globalThis.kept = [];
globalThis.ofNobody = Array.from({ length: 4000 }, (_, id) => ({ id, list: [id] }));
for (const file of ['/app/keeps.test.js', '/app/forgets.test.js']) {
  const scope = createContext({ tag: { file }, listen: (listener) => process.on('exit', listener), keep: (one) => kept.push(one) });
  runInContext(\`
    Object.defineProperty(Object, Symbol.for('${suiteFileKey}'), { value: tag });
    class Session { constructor(id) { this.id = id; this.list = [id]; } }
    const sessions = [];
    for (let id = 0; id < 4000; id++) sessions.push(new Session(id), [id]);
    if (tag.file === '/app/keeps.test.js') listen(() => sessions.length);
  \`, scope, { filename: file });
}
`;

it('tells what was made in the scope of which file, and what keeps that', () => {
  const heap = new AgedHeap(new HeapGraph(readSnapshot(takeRealSnapshot(scratch.path, program))), [0]);
  const scopes = new FileScopes(heap);
  const remains = scopes.left().find(({ file }) => file === '/app/keeps.test.js')!;
  const [holder] = survivingHolders(heap, remains.sizes, 100_000);
  expect(heap.names.className(holder.node)).toBe('Array');
  expect(holder.bytes).toBeGreaterThan(4_000 * 100);
  expect(holder.bytes).toBeLessThan(4_000 * 400);
  // They, and the prototype of the class.
  const held = [...remains.sizes.keys()].filter((node) => heap.names.className(node) === 'Session');
  expect(held).toHaveLength(4_001);
  const { keptBy: steps, ...flags } = keptBy(heap, new CheapestPaths(heap), holder.node, (node) =>
    scopes.isOfFile(node),
  );
  expect(steps?.at(-1)).toMatchObject({ place: expect.stringContaining('/app/keeps.test.js') });
  expect(flags).toEqual({});
  heap.graph.strings.close();
});
