// The captures of a run looked at in other ways than all four in order: by these heaptrail's confidence is calibrated,
// and by these it shows that what is missing makes it less sure instead of wrong.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const looks = [
  { name: 'all four', pick: (files) => files },
  { name: 'the first three', pick: (files) => files.slice(0, 3) },
  { name: 'the last three', pick: (files) => files.slice(1) },
  { name: 'the third missing', pick: ([first, second, , fourth]) => [first, second, fourth] },
  { name: 'the first two', pick: (files) => files.slice(0, 2) },
  { name: 'the last two', pick: (files) => files.slice(2) },
  { name: 'all four, ids that name other objects', pick: withForeignIds, clean: removeAll },
];

/** Copies in which every object has another id than in the other captures, as after a new inspector session. */
function withForeignIds(files) {
  return files.map((file, session) => {
    const copy = join(tmpdir(), `heaptrail-${process.pid}-${session}.heapsnapshot`);
    writeFileSync(copy, renumbered(readFileSync(file, 'utf8'), session));
    return copy;
  });
}

function removeAll(files) {
  for (const file of files) rmSync(file, { force: true });
}

/** Odd ids stay odd: the order in which objects stand in the file becomes the order of their ids, from a new start. */
export function renumbered(text, session) {
  const snapshot = JSON.parse(text);
  const { node_fields: fields } = snapshot.snapshot.meta;
  const at = fields.indexOf('id');
  let next = 1_000_001 + session * 20_000_000;
  for (let place = at; place < snapshot.nodes.length; place += fields.length) {
    if (snapshot.nodes[place] % 2 === 1) {
      snapshot.nodes[place] = next;
      next += 2;
    }
  }
  return JSON.stringify(snapshot);
}
