import { describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import { everyInterval, moduleScope } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { findAccumulations } from './accumulation.ts';
import { groupByPath } from './groups.ts';
import { resolveHolders } from './holders.ts';

/** The holders of all that accumulates, by the class of what does. Holders are told by their class. */
function holdersIn(draw: (h: HeapDrawing) => void) {
  const { heap } = ageDrawn(draw);
  const tree = groupByPath(heap);
  const name = (v: number) => heap.names.className(v);
  const holdings = [...resolveHolders(heap, tree, findAccumulations(heap, tree))];
  return Object.fromEntries(
    holdings.map(([{ group }, { holders, dominators, spread }]) => [
      name(group.members[0]),
      { holders: holders.map(({ node }) => name(node)), spread, dominators: dominators.length },
    ]),
  );
}

function session(h: HeapDrawing): DrawnNode {
  return h.object('Session', { size: 1000 });
}

/** A registry with a bucket for each of these numbers, which says how many sessions it gains in each interval. */
function buckets(h: HeapDrawing, registry: DrawnNode, gains: readonly number[]): void {
  const all = gains.map(() => h.object('Bucket'));
  for (const bucket of all) registry.push(bucket);
  everyInterval(h, () => {
    for (const [i, gain] of gains.entries()) for (let k = 0; k < gain; k++) all[i].push(session(h));
  });
}

describe('the holder', () => {
  it('is the object that the entries hang on, through its store', () => {
    const found = holdersIn((h) => {
      const sessions = h.map();
      moduleScope(h).variable('sessions', sessions);
      everyInterval(h, (interval) => {
        for (let i = 0; i < 2; i++) sessions.set(10 * interval + i, session(h));
      });
    });
    expect(found.Session).toEqual({ holders: ['Map'], spread: 1, dominators: 1 });
  });

  it('entries in four containers are held by their owner, in three by the fullest one', () => {
    const spread = (gains: readonly number[]) =>
      holdersIn((h) => {
        const registry = h.object('Registry');
        moduleScope(h).variable('registry', registry);
        buckets(h, registry, gains);
      }).Session;
    expect(spread([2, 2, 3, 2])).toEqual({ holders: ['Registry'], spread: 4, dominators: 4 });
    expect(spread([2, 3, 2])).toEqual({ holders: ['Bucket'], spread: 1, dominators: 3 });
  });

  it('an owner of nine tenths of the entries holds them, and of fewer what owns that one as well', () => {
    const share = (more: number) =>
      holdersIn((h) => {
        const all = h.object('All');
        moduleScope(h).variable('all', all);
        const [one, other] = [h.object('Registry'), h.object('Registry')];
        all.push(one).push(other);
        const [few, ...many] = Array.from({ length: 10 }, () => h.object('Bucket'));
        other.push(few);
        for (const bucket of many) one.push(bucket);
        everyInterval(h, (interval) => {
          for (let k = 0; k < 4; k++) for (const bucket of [few, ...many]) bucket.push(session(h));
          for (let k = 0; k < more && interval === 3; k++) few.push(session(h));
        });
      }).Session.holders;
    expect(share(0)).toEqual(['Registry']);
    expect(share(1)).toEqual(['All']);
  });

  it('a container of nine tenths of what every interval brings is named, beside many that began lately', () => {
    const share = (gain: number) =>
      holdersIn((h) => {
        const [registry, main] = [h.object('Registry'), h.object('Bucket')];
        moduleScope(h).variable('registry', registry.push(main));
        everyInterval(h, () => {
          for (let k = 0; k < gain; k++) main.push(session(h));
          for (let k = gain; k < 10; k++) registry.push(h.object('Bucket').push(session(h)));
        });
      }).Session;
    expect(share(9)).toEqual({ holders: ['Bucket'], spread: 1, dominators: 1 });
    expect(share(8)).toEqual({ holders: ['Registry'], spread: 7, dominators: 7 });
  });

  it('of links is the first one if it hangs by another name than they do, else what holds it', () => {
    const links = (className: string) =>
      holdersIn((h) => {
        const list = h.object('List');
        moduleScope(h).variable('list', list);
        let last = list;
        everyInterval(h, () => {
          for (let i = 0; i < 10; i++) {
            const link = h.object(className, { size: 200 });
            last.property('next', link);
            last = link;
          }
        });
      });
    // Of a class, each link hangs on one of its own; a plain object on whatever has it as `next`.
    // New ones hang on new ones: only the first of them hangs on what was there.
    expect(links('Link').Link).toEqual({ holders: ['Link'], spread: 1, dominators: 1 });
    expect(links('Object').Object).toEqual({ holders: ['List'], spread: 1, dominators: 1 });
  });

  it('of branches that hang on many older ones is the top of the tree', () => {
    const old: DrawnNode[] = [];
    const { heap, at } = ageDrawn((h) => {
      const list = h.object('List');
      moduleScope(h).variable('list', list);
      for (let i = 0; i < 14; i++) {
        old.push(h.object('Node'));
        (old[i - 1] ?? list).property('next', old[i]);
      }
      everyInterval(h, (interval) => {
        for (const node of old.slice(4, 12))
          node.property(`branch ${interval}`, h.object('Node', { size: 500 }));
      });
    });
    const tree = groupByPath(heap);
    const [holding] = resolveHolders(heap, tree, findAccumulations(heap, tree)).values();
    expect(holding).toMatchObject({ holders: [{ node: at(old[0]), share: 1 }], spread: 1 });
    expect(holding.dominators.toSorted((a, b) => a - b)).toEqual(old.slice(4, 12).map(at));
  });

  it('of what grows by itself is the object itself', () => {
    const found = holdersIn((h) => {
      const scene = h.object('Scene');
      moduleScope(h).variable('scene', scene);
      everyInterval(h, (interval) => {
        for (let i = 0; i < 5; i++)
          scene.property(`${interval}-${i}`, h.object(`Part ${interval}-${i}`, { size: 900 }));
      });
    });
    expect(found).toEqual({ Scene: { holders: ['Scene'], spread: 1, dominators: 1 } });
  });

  it('is none where a root of the engine holds the entries', () => {
    const found = holdersIn((h) => {
      const handles = h.node('synthetic', '(Global handles)', { size: 0 });
      h.root.element(1, h.node('synthetic', '(GC roots)', { size: 0 }).element(0, handles));
      everyInterval(h, () => {
        for (let i = 0; i < 3; i++) handles.push(session(h));
      });
    });
    expect(found.Session.holders).toEqual([]);
  });

  it('is each of several that hold the entries together', () => {
    const found = holdersIn((h) => {
      const scope = moduleScope(h);
      const [store, index] = [h.object('Store'), h.object('Index')];
      scope.variable('store', store).variable('index', index);
      everyInterval(h, () => {
        for (let i = 0; i < 3; i++) {
          const entry = session(h);
          store.push(entry);
          index.push(entry);
        }
      });
    });
    expect(found.Session.holders.toSorted()).toEqual(['Index', 'Store']);
  });

  it('is the same for whatever sizes, as long as they grow', () => {
    const of = (size: number) =>
      holdersIn((h) => {
        const scope = moduleScope(h);
        const [store, index, registry] = ['Store', 'Index', 'Registry'].map((name) => h.object(name));
        scope.variable('store', store).variable('index', index).variable('registry', registry);
        const all = Array.from({ length: 5 }, () => h.object('Bucket'));
        for (const bucket of all) registry.push(bucket);
        everyInterval(h, () => {
          for (let i = 0; i < 3; i++) {
            const shared = h.object('Shared', { size });
            store.push(shared);
            index.push(shared);
          }
          for (const bucket of all) bucket.push(h.object('Own', { size }));
        });
      });
    const expected = of(1000);
    expect(Object.keys(expected).toSorted()).toEqual(['Own', 'Shared']);
    for (const size of [400, 3000, 100_000]) expect(of(size)).toEqual(expected);
  });
});
