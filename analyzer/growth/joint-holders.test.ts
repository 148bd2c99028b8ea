import { describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import { everyInterval, moduleScope } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { clusterEntries, clustersOf } from './entry-clusters.ts';
import { groupByPath } from './groups.ts';
import { jointHolders } from './joint-holders.ts';

/** The holders of all sessions with their shares, by their class. */
function holdersOfSessions(draw: (h: HeapDrawing) => void): Record<string, number> {
  const { heap } = ageDrawn(draw);
  const tree = groupByPath(heap);
  const groups = tree.groups.filter(({ members }) => heap.names.className(members[0]) === 'Session');
  const holders = jointHolders(heap, tree, groups);
  return Object.fromEntries(holders.map(({ node, share }) => [heap.names.className(node), share]));
}

/** Old objects of these classes, each in a variable of one module. */
function variables(h: HeapDrawing, ...classNames: readonly string[]): DrawnNode[] {
  const scope = moduleScope(h);
  return classNames.map((className) => {
    const node = h.object(className);
    scope.variable(className.toLowerCase(), node);
    return node;
  });
}

describe('holders that hold entries together', () => {
  it('a holder of half of the entries is named, and one of fewer is not', () => {
    // Of 102 that were born since the first capture.
    const share = (fewer: number) =>
      holdersOfSessions((h) => {
        const [store, index, log] = variables(h, 'Store', 'Index', 'Log');
        everyInterval(h, (interval) => {
          for (let i = 0; i < 34; i++) {
            const session = h.object('Session');
            store.push(session);
            (i < 17 - (interval === 3 ? fewer : 0) ? index : log).push(session);
          }
        });
      });
    expect(share(0)).toEqual({ Store: 1, Index: 51 / 102, Log: 51 / 102 });
    expect(share(1)).toEqual({ Store: 1, Log: 52 / 102 });
  });

  it('are found above what is young and above stores', () => {
    const shares = holdersOfSessions((h) => {
      const scope = moduleScope(h);
      const store = h.array();
      const queue = h.object('Queue');
      scope.variable('table', h.object('Table').internal('elements', store)).variable('queue', queue);
      everyInterval(h, (interval) => {
        for (let i = 0; i < 4; i++) {
          const session = h.object('Session');
          store.internal(`${10 * interval + i}`, session);
          queue.push(h.object('Job').property('session', session));
        }
      });
    });
    expect(shares).toEqual({ Table: 1, Queue: 1 });
  });

  it('are the first old objects on the way up, not what holds these', () => {
    const shares = holdersOfSessions((h) => {
      const [app] = variables(h, 'App');
      const [store, index] = [h.object('Store'), h.object('Index')];
      app.property('store', store).property('index', index);
      everyInterval(h, () => {
        for (let i = 0; i < 4; i++) {
          const session = h.object('Session');
          store.push(session);
          index.push(session);
        }
      });
    });
    expect(shares).toEqual({ Store: 1, Index: 1 });
  });

  it('are no roots of the engine', () => {
    const shares = holdersOfSessions((h) => {
      const [store] = variables(h, 'Store');
      const handles = h.node('synthetic', '(Global handles)', { size: 0 });
      h.root.element(2, handles);
      everyInterval(h, () => {
        for (let i = 0; i < 4; i++) {
          const session = h.object('Session');
          store.push(session);
          handles.push(session);
        }
      });
    });
    expect(shares).toEqual({ Store: 1 });
  });

  it('hold all of those that refer to each other, if they hold one of them', () => {
    const shares = holdersOfSessions((h) => {
      const [store, index] = variables(h, 'Store', 'Index');
      everyInterval(h, () => {
        const ring = Array.from({ length: 4 }, () => h.object('Session'));
        for (const [i, session] of ring.entries()) session.property('next', ring[(i + 1) % 4]);
        store.push(ring[0]);
        index.push(ring[2]);
      });
    });
    expect(shares).toEqual({ Store: 1, Index: 1 });
  });

  it('are no older links of the list that the entries are', () => {
    const shares = holdersOfSessions((h) => {
      const [list, head] = variables(h, 'List', 'Head');
      let last: DrawnNode | undefined;
      everyInterval(h, () => {
        for (let i = 0; i < 4; i++) {
          const session = h.object('Session');
          if (last === undefined) head.property('first', session);
          else {
            last.property('next', session);
            session.property('previous', last);
          }
          last = session;
          list.property('last', session);
        }
      });
    });
    expect(shares).toEqual({ List: 1, Head: 1 });
  });

  it('are no older entries', () => {
    const shares = holdersOfSessions((h) => {
      const [store, index] = variables(h, 'Store', 'Index');
      const old = h.object('Session');
      store.push(old);
      index.push(old);
      everyInterval(h, () => {
        old.property('last', h.object('Visit'));
        for (let i = 0; i < 4; i++) {
          const session = h.object('Session');
          store.push(session);
          index.push(session);
          old.push(session);
        }
      });
    });
    expect(shares).toEqual({ Store: 1, Index: 1 });
  });

  it('are no older links of another list, but its first one', () => {
    const shares = holdersOfSessions((h) => {
      const [index, list] = variables(h, 'Index', 'List');
      const links: DrawnNode[] = [];
      const append = () => {
        links.push(h.object('Link'));
        (links.at(-2) ?? list).property('next', links.at(-1)!);
      };
      while (links.length < 14) append();
      everyInterval(h, (interval) => {
        append();
        // Each is kept by a link of its own.
        for (let i = 0; i < 3; i++) {
          const session = h.object('Session');
          index.push(session);
          links[1 + 3 * interval + i].property('value', session);
        }
      });
    });
    expect(shares).toEqual({ Index: 1, Link: 1 });
  });

  it('are no objects of a kind that entries have too, but what holds these', () => {
    const shares = holdersOfSessions((h) => {
      const [store, index, pool] = variables(h, 'Store', 'Index', 'Pool');
      const shape = h.node('hidden', 'system / Map');
      h.root.property('shape', shape);
      const peers = Array.from({ length: 3 }, () => h.object('Peer').internal('map', shape));
      for (const peer of peers) pool.push(peer);
      everyInterval(h, () => {
        for (let i = 0; i < 4; i++) {
          const session = h.object('Session').property('peer', h.object('Peer').internal('map', shape));
          store.push(session);
          index.push(session);
          // An old peer knows every new session as its like.
          peers[0].push(session);
        }
      });
    });
    expect(shares).toEqual({ Store: 1, Index: 1, Pool: 1 });
  });
});

describe('a scope', () => {
  /** Sessions that two functions close over, and that a collection in one of their scopes may have as well. */
  const closedOver = (inCollection: boolean) =>
    holdersOfSessions((h) => {
      const [one, other] = [moduleScope(h), h.context()];
      h.root.element(2, h.node('synthetic', '(Global handles)', { size: 0 }).element(0, other));
      const copies = h.object('Array');
      one.variable('copies', copies);
      everyInterval(h, (interval) => {
        for (let i = 0; i < 2; i++) {
          const session = h.object('Session');
          one.variable(`session ${interval}-${i}`, session);
          other.variable(`session ${interval}-${i}`, session);
          if (inCollection) copies.push(session);
        }
      });
    });

  it('is a holder if nothing else is', () => {
    expect(Object.keys(closedOver(false))).toEqual(['Context']);
  });

  it('is named behind a collection that holds the entries', () => {
    expect(Object.keys(closedOver(true))).toEqual(['Array', 'Context']);
  });

  it('tells less than the collection in its variable, be it a new one', () => {
    const shares = holdersOfSessions((h) => {
      const [one, other] = [moduleScope(h), h.context()];
      h.root.element(2, h.node('synthetic', '(Global handles)', { size: 0 }).element(0, other));
      const sessions: DrawnNode[] = [];
      everyInterval(h, () => {
        for (let i = 0; i < 4; i++) sessions.push(h.object('Session'));
        const copy = h.object('Array');
        for (const session of sessions) copy.push(session);
        one.variable('sessions', copy);
        other.variable('latest', h.object('Latest').property('sessions', copy));
      });
    });
    expect(shares).toEqual({ Array: 1 });
  });
});

describe('clusters', () => {
  it('are entries that refer to each other, with all that they dominate', () => {
    const drawn: DrawnNode[] = [];
    const { heap, at } = ageDrawn((h) => {
      const [store] = variables(h, 'Store');
      h.capture();
      for (let i = 0; i < 4; i++) {
        drawn.push(h.object('Session').property('text', h.string('text')));
        store.push(drawn[i]);
      }
      drawn[0].property('peer', drawn[1]);
    });
    const tree = groupByPath(heap);
    const group = tree.groups[tree.groupOf[at(drawn[2])]];
    const clusters = clusterEntries(heap, [tree.groups[tree.groupOf[at(drawn[1])]], group]);
    const of = (node: DrawnNode) => clusters.find(clusters.of[at(node)]);
    const text = (node: DrawnNode) => node.edges.find(({ name }) => name === 'text')!.to;
    expect(clusters.entryCluster).toHaveLength(4);
    expect(of(drawn[0])).toBe(of(drawn[1]));
    expect(of(drawn[2])).not.toBe(of(drawn[3]));
    expect(of(text(drawn[3]))).toBe(of(drawn[3]));
    const entries = [{ key: at(text(drawn[2])), value: at(drawn[3]) }, { value: 0 }];
    expect(clustersOf(clusters, entries)).toEqual(new Set([of(drawn[2]), of(drawn[3])]));
  });

  it('have no old members', () => {
    let old: DrawnNode;
    const { heap, at } = ageDrawn((h) => {
      const [store] = variables(h, 'Store');
      old = h.object('Session');
      store.push(old.property('young', h.object('Session')));
      h.capture();
      old.push(h.object('Visit'));
      store.push(h.object('Session'));
    });
    const tree = groupByPath(heap);
    const clusters = clusterEntries(heap, [tree.groups[tree.groupOf[at(old!)]]]);
    expect(clusters.of[at(old!)]).toBe(-1);
    expect(clusters.entryCluster).toHaveLength(1);
  });
});
