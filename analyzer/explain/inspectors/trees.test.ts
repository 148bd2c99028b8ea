import { afterAll, expect, it } from 'vitest';
import { everyInterval, moduleScope, suspectsIn } from '../../../testing/drawn-growth.ts';
import type { DrawnMap } from '../../../testing/drawn-map.ts';
import type { HeapDrawing } from '../../../testing/heap-builder.ts';
import { ScratchFolder } from '../../../testing/scratch-folder.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const shelves = 8;

/** A top with many branches in the Map `children`, each of which gains a `Node` in its own `children` per interval. */
async function titleOf({ top, branch }: { readonly top: string; readonly branch: string }) {
  const [suspect] = await suspectsIn(scratch, (h) => {
    const [root, below] = withChildren(h, top);
    moduleScope(h).variable('root', root);
    const places = Array.from({ length: shelves }, (_, key) => {
      const [node, children] = withChildren(h, branch);
      below.set(key, node);
      return children;
    });
    everyInterval(h, (interval) => {
      for (const place of places) place.set(interval, h.object('Node', { size: 400 }));
    });
  });
  return suspect!.title;
}

function withChildren(h: HeapDrawing, className: string) {
  const children: DrawnMap = h.map();
  return [h.object(className).property('children', children), children] as const;
}

it.each<[string, string, string, string]>([
  ['a trie with just enough levels', 'Node', 'Node', 'tree of Nodes at `root.children` gains 8 branches'],
  ['shelves below one of the class that they hold', 'Node', 'Shelf', 'Map `root.children` gains 8 entries'],
  ['shelves that hold another class', 'Shelf', 'Shelf', 'Map `root.children` gains 8 entries'],
])(
  'knows a tree by branches of one class with a container between them: %s',
  async (_, top, branch, title) => {
    expect(await titleOf({ top, branch })).toContain(title);
  },
);
