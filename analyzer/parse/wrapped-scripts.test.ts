import { afterAll, expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { toSnapshotText } from '../../testing/snapshot-json.ts';
import { readSnapshot } from './read-snapshot.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

/** Since Node 24, the wrapper that a test runner puts around a module has columns below 0. */
const heap = drawHeap((h) => {
  const location = { url: 'file:///app/a.test.js', line: 7, column: 3 };
  h.root.property('hook', h.closure('hook', undefined, { location }));
}).json();
const written = heap.locations;

function read(place: number) {
  const locations = written.map((number, at) => (at === place ? -124 : number));
  return readSnapshot(scratch.write(toSnapshotText({ ...heap, locations })));
}

it('reads places before the start of a script as its start', () => {
  const { locations } = read(3);
  expect([...locations.column]).toEqual([0]);
  expect([...locations.line]).toEqual([written[2]]);
});

it('refuses nodes below 0', () => {
  expect(() => read(0)).toThrow(/locations holds a node or script below 0: -124/);
});
