import { describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import { everyInterval, moduleScope } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { groupByPath } from './groups.ts';
import { findTrees } from './trees.ts';

interface Drawing {
  /** How many branches lie below each other, below the top. */
  readonly levels: number;
  /** In each interval. */
  readonly branches: number;
  /** Of the branches of an interval. */
  readonly bytes: number;
  readonly className?: string;
  /** Whether the tree is made after the first capture. */
  readonly isNew?: boolean;
}

/** A trie: old branches below each other, and new ones that hang on the top by ever other names. */
function trees({ levels, branches, bytes, className = 'Branch', isNew = false }: Drawing) {
  const { heap } = ageDrawn((h) => {
    const holder = h.object('Holder');
    moduleScope(h).variable('holder', holder);
    if (isNew) h.capture();
    const spine = spineOf(h, className, levels);
    holder.property('top', spine[0]);
    everyInterval(h, (interval) => {
      for (let i = 0; i < branches; i++) {
        const size = i === 0 ? bytes - 8 * (branches - 1) : 8;
        spine[0].property(`${interval}-${i}`, h.object(className, { size }));
      }
    });
  });
  return findTrees(heap, groupByPath(heap), []).map(({ group, bytesPerInterval, residue, tree }) => ({
    top: heap.names.className(group.members[0]),
    branches: group.members.length - 1,
    bytesPerInterval,
    residue,
    tree,
  }));
}

function spineOf(h: HeapDrawing, className: string, levels: number): DrawnNode[] {
  const spine = [h.object(className)];
  for (let level = 1; level <= levels; level++) {
    const branch = h.object(className);
    spine[level - 1].property(`down ${level}`, branch);
    spine.push(branch);
  }
  return spine;
}

const enough: Drawing = { levels: 4, branches: 8, bytes: 1024 };

describe('a tree', () => {
  it('is its top with the branches that it gained', () => {
    expect(trees(enough)).toEqual([
      { top: 'Branch', branches: 24, bytesPerInterval: 1024, residue: true, tree: true },
    ]);
  });

  it('a tree has four levels below its top', () => {
    expect(trees({ ...enough, levels: 4 })).toHaveLength(1);
    expect(trees({ ...enough, levels: 3 })).toHaveLength(0);
  });

  it('a tree gains eight branches in every interval', () => {
    expect(trees({ ...enough, branches: 8 })).toHaveLength(1);
    expect(trees({ ...enough, branches: 7 })).toHaveLength(0);
  });

  it('a tree gains a KiB in every interval', () => {
    expect(trees({ ...enough, bytes: 1024 })).toHaveLength(1);
    expect(trees({ ...enough, bytes: 1023 })).toHaveLength(0);
  });

  it('may be of plain objects', () => {
    expect(trees({ ...enough, className: 'Object' })).toHaveLength(1);
  });

  it('was there before the first capture', () => {
    expect(trees({ ...enough, isNew: true })).toEqual([]);
  });
});

describe('levels', () => {
  it('are no scopes, of which each has its parent', () => {
    expect(trees({ ...enough, className: 'system / Context' })).toEqual([]);
  });
});

describe('branches', () => {
  it('are left to what was found of them already', () => {
    const { heap } = ageDrawn((h) => {
      const spine = spineOf(h, 'Branch', 5);
      moduleScope(h).variable('top', spine[0]);
      everyInterval(h, (interval) => {
        for (let i = 0; i < 10; i++) spine[5].property(`${interval}-${i}`, h.object('Branch', { size: 200 }));
      });
    });
    const tree = groupByPath(heap);
    const [one] = findTrees(heap, tree, []);
    expect(one.group.births.slice(1)).toEqual(Float64Array.of(10, 10, 10));
    const young = heap.tree.order.find((v) => heap.birth[v] > 0)!;
    const group = tree.groups[tree.groupOf[young]];
    const found = { group, bytesPerInterval: 2000, residue: false };
    expect(findTrees(heap, tree, [found])).toEqual([]);
    // What grows by itself says nothing of its branches.
    expect(findTrees(heap, tree, [{ ...found, residue: true }])).toHaveLength(1);
  });
});
