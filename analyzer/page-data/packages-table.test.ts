import { expect, it } from 'vitest';
import { packageKinds } from '../../format/page.ts';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import { takeCensus } from '../inventory/class-census.ts';
import { NodeWords } from '../inventory/node-words.ts';
import { packagesOf } from '../inventory/packages.ts';
import { packagesTable } from './packages-table.ts';

it('tells packages by class, marks the holder of a suspect, and joins small classes', () => {
  const sessions = { id: 901 };
  const { heap } = ageDrawn((h) => {
    const scope = h.context({ size: 0 });
    const location = { url: 'file:///app/src/a.mjs', line: 1 };
    h.root.property('a', h.closure('a', scope, { size: 0, location }));
    scope.variable('sessions', h.node('array', 'sessions', { size: 900, id: sessions.id }));
    for (let i = 0; i < 20; i++) scope.variable(`v${i}`, h.object(`Class${i}`, { size: 10 + i }));
    h.capture();
    scope.variable('late', h.object('Late', { size: 500 }));
  });
  const words = new NodeWords(heap, false);
  const holders = new Map([[heap.graph.columns.nodeId.indexOf(sessions.id), 'f00dcafe']]);
  const { strings, columns } = packagesTable({
    words,
    census: takeCensus(words),
    shares: packagesOf(heap),
    holders,
  });
  const rows = Array.from(columns.parent, (parent, row) => ({
    parent,
    kind: packageKinds[columns.kind[row]],
    name: strings[columns.name[row]],
    suspect: strings[columns.suspect[row]],
    bytes: columns.bytes[row],
    born: Array.from(columns.born.subarray(2 * row, 2 * row + 2)),
  }));
  const own = rows.findIndex(({ kind }) => kind === 'own');
  expect(rows[own]).toMatchObject({ parent: 0, name: '/app/src/', suspect: 'f00dcafe', bytes: 1790 });
  const classes = rows.filter(({ parent }) => parent === own);
  expect(classes.slice(0, 2)).toEqual([
    { parent: own, kind: 'class', name: '(array)', suspect: 'f00dcafe', bytes: 900, born: [900, 0] },
    { parent: own, kind: 'class', name: 'Late', suspect: '', bytes: 500, born: [0, 500] },
  ]);
  expect(classes.at(-1)).toMatchObject({ kind: 'rest' });
  expect(classes.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(1790);
  let size = 0;
  for (let node = 0; node < heap.graph.nodeCount; node++) size += heap.graph.selfSize(node);
  expect(rows[0]).toMatchObject({ kind: 'all', bytes: size });
});
