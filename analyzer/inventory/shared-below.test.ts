import { expect, it } from 'vitest';
import { drawHeap } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { openSource } from '../recording/open-source.ts';
import { listRetainers } from './list-retainers.ts';
import { openInventory } from './open-inventory.ts';
import { sharedBelow } from './shared-below.ts';

it('counts what an object leads to and others hold too, each once, and neither prototypes nor functions', () => {
  const scratch = new ScratchFolder();
  const files = drawHeap((h) => {
    const prototype = h.object('Object', { size: 900 });
    const user = h.object('User', { id: 103, size: 40 }).property('photo', h.object('Photo', { size: 60 }));
    const inner = h.object('Plan', { size: 7 });
    user.property('plan', inner);
    const own = h.object('Message', { size: 30 });
    const session = h
      .object('Session', { id: 101, size: 10 })
      .property('user', user)
      .property('message', own);
    session.property('__proto__', prototype).property('plan', inner);
    session.property('run', h.closure('run', h.context({ size: 500 })));
    h.root.property('session', session).property('user', user).property('proto', prototype);
  }).writeTo(scratch.path);
  const inventory = openInventory(openSource(files));
  const session = inventory.heap.graph.columns.nodeId.indexOf(101);
  // The plan hangs on the root, because two hold it, and the photo counts with its user.
  expect(sharedBelow(inventory, session)).toEqual({ objects: 2, bytes: 40 + 60 + 7 });
  expect(sharedBelow(inventory, inventory.heap.graph.columns.nodeId.indexOf(103)).bytes).toBe(7);
  expect(listRetainers(inventory, '101').notes).toContain(
    'it also leads to 107 B that others hold too, which is not freed with it',
  );
  inventory.close();
  scratch.remove();
});
