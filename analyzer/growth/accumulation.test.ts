import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import { everyInterval, moduleScope } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { findAccumulations } from './accumulation.ts';
import { groupByPath } from './groups.ts';

/** What accumulates, by the class of its first member; what grows by itself is `in` it. */
function found(draw: (h: HeapDrawing) => void): string[] {
  const { heap } = ageDrawn(draw);
  return findAccumulations(heap, groupByPath(heap))
    .map(({ group, residue }) => `${residue ? 'in ' : ''}${heap.names.className(group.members[0])}`)
    .toSorted();
}

/** An object in a variable of a module, from before the first capture. */
function variable(h: HeapDrawing, className: string): DrawnNode {
  const node = h.object(className);
  moduleScope(h).variable(className.toLowerCase(), node);
  return node;
}

/** A list that gains objects of these sizes in each of so many intervals, and has some before. */
function list(h: HeapDrawing, sizes: readonly number[], intervals = 3): void {
  const holder = variable(h, 'List');
  for (let i = 0; i < 5; i++) holder.push(h.object('Session'));
  for (let interval = 0; interval < intervals; interval++) {
    h.capture();
    for (const size of sizes) holder.push(h.object('Session', { size }));
  }
}

/** Many small parts, of which each has a class of its own. */
function smallParts(h: HeapDrawing, holder: DrawnNode, interval: number, bytes: number): void {
  for (let i = 0, size = 500; bytes > 0; i++, bytes -= size) {
    size = Math.min(size, bytes);
    holder.property(`part ${interval}-${i}`, h.object(`Part ${interval}-${i}`, { size }));
  }
}

describe('members of a group', () => {
  it('a group that gains just enough is followed', () => {
    expect(found((h) => list(h, [512, 512]))).toEqual(['Session']);
    expect(found((h) => list(h, [512, 511]))).toEqual([]);
  });

  it('two new members in every interval pile up, and one may have replaced another', () => {
    expect(found((h) => list(h, [1000, 1000]))).toEqual(['Session']);
    expect(found((h) => list(h, [2000]))).toEqual([]);
    expect(found((h) => list(h, [6000], 5))).toEqual([]);
  });

  it('one new member in every interval piles up, if it is large', () => {
    expect(found((h) => list(h, [65_536], 5))).toEqual(['Session']);
    expect(found((h) => list(h, [65_535], 5))).toEqual([]);
  });

  it('one new member is enough, if three intervals agree', () => {
    expect(found((h) => list(h, [65_536], 3))).toEqual(['Session']);
    // With so few members it is reported as growth by itself.
    expect(found((h) => list(h, [65_536], 2))).toEqual(['in Session']);
  });

  it('pile up only if every interval has some', () => {
    const withGap = (gap: boolean) =>
      found((h) => {
        const holder = variable(h, 'List');
        everyInterval(h, (interval) => {
          if (gap && interval === 2) return;
          for (let i = 0; i < 10; i++) holder.push(h.object('Session', { size: 1000 }));
        });
      });
    expect(withGap(false)).toEqual(['Session']);
    expect(withGap(true)).toEqual([]);
  });

  it('new members that carry half of the growth pile up, and else what their old ones gain does', () => {
    const share = (visit: number) =>
      found((h) => {
        const holder = variable(h, 'List');
        const old = h.object('Session');
        holder.push(old);
        everyInterval(h, () => {
          for (let i = 0; i < 2; i++) holder.push(h.object('Session', { size: 512 }));
          for (let i = 0; i < 4; i++) old.push(h.object('Visit', { size: visit }));
        });
      });
    expect(share(256)).toEqual(['Session']);
    expect(share(257)).toEqual(['Visit']);
  });

  it('are told once: what hangs on them is a part of them', () => {
    const names = found((h) => {
      const holder = variable(h, 'List');
      everyInterval(h, () => {
        for (let i = 0; i < 4; i++) {
          const session = h.object('Session');
          holder.push(session);
          for (let k = 0; k < 4; k++) session.push(h.object('Visit', { size: 1000 }));
        }
      });
    });
    expect(names).toEqual(['Session']);
  });

  it('are not found where engine noise grows, but are below the global scope', () => {
    const below = (name: string) =>
      found((h) => {
        const holder = h.node('hidden', name);
        const list = h.object('List');
        h.root.property('engine', holder.property('list', list));
        everyInterval(h, () => {
          for (let i = 0; i < 4; i++) list.push(h.object('Session', { size: 1000 }));
        });
      });
    expect(below('system / NativeContext / file:///app')).toEqual(['Session']);
    // An object below a shape is data, but nobody looks there: shapes remember what they have seen.
    expect(below('system / Map')).toEqual([]);
    const codeAlone = found((h) => {
      const holder = variable(h, 'Holder');
      everyInterval(h, (interval) => {
        for (let i = 0; i < 4; i++)
          holder.internal(`${interval}-${i}`, h.node('code', 'main', { size: 1000 }));
      });
    });
    expect(codeAlone).toEqual([]);
  });
});

describe('growth in many small parts', () => {
  const parts = (bytes: number, more: (h: HeapDrawing, scene: DrawnNode) => void = () => {}) =>
    found((h) => {
      const scene = variable(h, 'Scene');
      everyInterval(h, (interval) => {
        smallParts(h, scene, interval, bytes);
        more(h, scene);
      });
    });

  it('growth in many small parts is told from two KiB on', () => {
    expect(parts(2048)).toEqual(['in Scene']);
    expect(parts(2047)).toEqual([]);
  });

  it('growth in many small parts is told if it is half of all', () => {
    const beside = (size: number) =>
      parts(2048, (h, scene) =>
        scene.push(h.object('Session', { size })).push(h.object('Session', { size })),
      );
    expect(beside(1024)).toEqual(['Session', 'in Scene']);
    expect(beside(1025)).toEqual(['Session']);
  });

  it('growth in many small parts is told of up to four members', () => {
    const members = (count: number) =>
      found((h) => {
        const list = variable(h, 'List');
        const scenes = Array.from({ length: count }, () => h.object('Scene'));
        for (const scene of scenes) list.push(scene);
        everyInterval(h, (interval) => {
          for (const scene of scenes) smallParts(h, scene, interval, 2000);
        });
      });
    expect(members(4)).toEqual(['in Scene']);
    expect(members(5)).toEqual([]);
  });

  it('is none of a container that was made anew and filled with older things', () => {
    const replaced = (isReplaced: boolean) =>
      found((h) => {
        const holder = variable(h, 'Holder');
        let scene = h.object('Scene');
        holder.property('scene', scene);
        everyInterval(h, (interval) => {
          smallParts(h, scene, interval, 3000);
          if (!isReplaced) return;
          const copy = h.object('Scene');
          for (const { name, to } of scene.edges) copy.property(`${name}`, to);
          scene = copy;
          holder.property('scene', copy);
        });
      });
    expect(replaced(false)).toEqual(['in Scene']);
    expect(replaced(true)).not.toContain('in Scene');
  });

  it('is of the members themselves, if each interval has a new one that keeps its parts', () => {
    const names = found((h) => {
      const list = variable(h, 'List');
      everyInterval(h, (interval) => {
        const scene = h.object('Scene');
        list.push(scene);
        smallParts(h, scene, interval, 3000);
      });
    });
    expect(names).toEqual(['Scene']);
  });
});

describe('of any number of lists', () => {
  it('those are found that gain two members and a KiB per interval, in whatever order they stand', () => {
    const anyList = fc.record({
      perInterval: fc.integer({ min: 0, max: 4 }),
      size: fc.integer({ min: 200, max: 1100 }),
    });
    fc.assert(
      fc.property(fc.array(anyList, { minLength: 1, maxLength: 6 }), (lists) => {
        const names = found((h) => {
          const holders = lists.map((_, i) => h.object('List').property('id', h.object(`Id ${i}`)));
          const all = variable(h, 'All');
          for (const [i, holder] of holders.entries()) {
            all.property(`list ${i}`, holder);
            for (let k = 0; k < 5; k++) holder.push(h.object(`Session ${i}`));
          }
          everyInterval(h, () => {
            for (const [i, { perInterval, size }] of lists.entries())
              for (let k = 0; k < perInterval; k++) holders[i].push(h.object(`Session ${i}`, { size }));
          });
        });
        const expected = lists.flatMap(({ perInterval, size }, i) =>
          perInterval >= 2 && perInterval * size >= 1024 ? [`Session ${i}`] : [],
        );
        expect(names.filter((name) => !name.startsWith('in '))).toEqual(expected);
      }),
      { numRuns: 20 },
    );
  });
});
