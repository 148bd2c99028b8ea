import { expect, it } from 'vitest';
import { ageDrawn } from '../../../testing/drawn-aged-heap.ts';
import type { DrawnNode } from '../../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../../testing/heap-builder.ts';
import { ModuleNames } from '../../graph/module-names.ts';
import { packagesOfEntry } from './packages-of-entry.ts';

const mine = { url: 'file:///app/src/agent.mjs', line: 3 };
const lru = { url: 'file:///app/node_modules/lru-cache/index.js', line: 9 };
const node = { url: 'node:net', line: 7 };

function packagesIn(draw: (h: HeapDrawing) => DrawnNode, location = mine) {
  let entry: DrawnNode | undefined;
  const { heap, at } = ageDrawn((h) => {
    entry = draw(h);
    const scope = h.context({ size: 0 }).variable('entries', h.array({ size: 0 }).push(entry));
    h.root.property('held', h.closure('keep', scope, { size: 0, location }));
    // A snapshot has the name of a script beside its functions.
    for (const each of [mine, lru, node]) {
      h.root.property(each.url, h.closure('load', undefined, { size: 0, location: each }));
    }
    h.capture();
  });
  heap.names.nameModules(new ModuleNames('/app'));
  return packagesOfEntry(heap, at(entry!));
}

it('counts each byte once: for its own code, else for that of what keeps it', () => {
  const packages = packagesIn((h) =>
    h
      .object('Session', { size: 100, location: mine })
      .property('notes', h.array({ size: 300 }))
      .property('socket', h.object('Socket', { size: 50, location: node }))
      .property(
        'cache',
        h.object('LRU', { size: 40, location: lru }).property('table', h.array({ size: 960 })),
      ),
  );
  expect(packages).toEqual([
    { name: 'lru-cache', bytes: 1_000 },
    { name: 'src/', bytes: 450 },
  ]);
});

it('leaves out what is too small to matter, and says nothing of one folder of the program alone', () => {
  const of = (small: number) =>
    packagesIn((h) =>
      h
        .object('Session', { size: 1_000 - small, location: mine })
        .property('cache', h.object('LRU', { size: small, location: lru })),
    );
  expect(of(100)).toHaveLength(2);
  expect(of(99)).toEqual([]);
});

it('takes plain objects for those of the code that keeps them', () => {
  const plain = (h: HeapDrawing) => h.object('Object', { size: 10 });
  expect(packagesIn(plain, lru)).toEqual([{ name: 'lru-cache', bytes: 10 }]);
  expect(packagesIn(plain)).toEqual([]);
});
