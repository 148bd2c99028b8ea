import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import { everyInterval } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { randomHeap } from '../../testing/random-heap.ts';
import { AgedHeap } from '../heap/aged-heap.ts';
import { type Group, groupByPath, leastPerInterval } from './groups.ts';

/** The groups of what is drawn, and where nodes are in them. */
function group(draw: (h: HeapDrawing) => void) {
  const { heap, at } = ageDrawn(draw);
  const tree = groupByPath(heap);
  const of = (node: DrawnNode): Group => tree.groups[tree.groupOf[at(node)]];
  const nestedIn = (node: DrawnNode) => tree.nestedIn[at(node)];
  const numbers = ({ bytes, births, newborn }: Group) => ({
    bytes: [...bytes].slice(1),
    births: [...births],
    newborn: [...newborn].slice(1),
  });
  return { heap, tree, at, of, nestedIn, numbers };
}

describe('a group', () => {
  it('has what hangs on the same path in the same way', () => {
    let drawn: Record<'a' | 'b' | 'other' | 'named', DrawnNode>;
    const { of } = group((h) => {
      const list = h.object('List');
      h.root.property('list', list);
      h.capture();
      drawn = { a: h.object('A'), b: h.object('A'), other: h.object('B'), named: h.object('A') };
      list.element(0, drawn.a).element(1, drawn.b).element(2, drawn.other).property('last', drawn.named);
    });
    expect(of(drawn!.b)).toBe(of(drawn!.a));
    expect(of(drawn!.a).members).toHaveLength(2);
    expect(new Set([of(drawn!.a), of(drawn!.other), of(drawn!.named)]).size).toBe(3);
  });

  it('counts its members, their bytes, and what belongs to those that are new, by birth', () => {
    let first: DrawnNode;
    const { of, numbers } = group((h) => {
      const list = h.object('List');
      h.root.property('list', list);
      everyInterval(h, (interval) => {
        const session = h.object('Session', { size: 100 });
        list.push(session.property('text', h.string('text', { size: 10 })));
        if (interval === 0) first = session;
        // An old member that gains something is no new member.
        else first.element(interval, h.object('Visit', { size: interval }));
      });
    });
    expect(numbers(of(first!))).toEqual({
      bytes: [111, 112, 113],
      births: [1, 1, 1, 1],
      newborn: [110, 110, 110],
    });
  });

  it('has no bytes of engine noise', () => {
    let holder: DrawnNode;
    const { of, numbers } = group((h) => {
      holder = h.object('Holder');
      h.root.property('holder', holder);
      everyInterval(h, (interval) => {
        holder.element(interval, h.object('A', { size: 100 }));
        holder.internal(`code ${interval}`, h.node('code', 'main', { size: 5000 }));
      });
    });
    expect(numbers(of(holder!)).bytes).toEqual([100, 100, 100]);
  });
});

describe('a chain', () => {
  /** A list of so many new links of 100 B in each interval, each behind the one before. */
  function list(perInterval: number) {
    const links: DrawnNode[] = [];
    const grouped = group((h) => {
      let last = h.object('List');
      h.root.property('list', last);
      everyInterval(h, () => {
        for (let i = 0; i < perInterval; i++) {
          const link = h.object('Link', { size: 100 });
          last.property('next', link);
          links.push(link);
          last = link;
        }
      });
    });
    return { ...grouped, links };
  }

  it('is one group, in which nothing is counted twice', () => {
    const { of, links, numbers } = list(5);
    const all = of(links[1]);
    expect(of(links[19])).toBe(all);
    expect(all.links).toBe(all.members.length - 1);
    expect(numbers(all)).toMatchObject({ bytes: [500, 500, 500], newborn: [500, 500, 500] });
  });

  it('is no group of its own if it is short', () => {
    const { of, links } = list(2);
    expect(of(links[7])).not.toBe(of(links[6]));
  });
});

describe('what lies within another member', () => {
  /**
   * A chain with so many nodes to a link, of which one is of ever other classes, and of the first one again after so
   * many links: nodes of one class are on one path, because the links are folded.
   */
  function outer(period: number, rotation: number): number {
    const values: DrawnNode[] = [];
    const { nestedIn, of, at } = group((h) => {
      const top = h.object('Top');
      h.root.property('top', top);
      h.capture();
      let last = top;
      const hang = (name: string, node: DrawnNode): void => {
        last.property(name, node);
        last = node;
      };
      for (let i = 0; i <= 2 * rotation; i++) {
        hang('next', h.object('Link'));
        values.push(h.object(`Value ${i % rotation}`));
        hang('value', values[i]);
        for (let k = 2; k < period; k++) hang(`step ${k}`, h.object(`Step ${k}`));
      }
    });
    expect(of(values[rotation])).toBe(of(values[0]));
    const found = nestedIn(values[rotation]);
    expect([-1, at(values[0])]).toContain(found);
    return found;
  }

  it('a member that lies within another one is found up to 24 above', () => {
    expect(outer(2, 12)).toBeGreaterThan(0);
    expect(outer(5, 5)).toBe(-1);
  });
});

describe('the least of all intervals', () => {
  it('leaves out what is from before the first capture', () => {
    expect(leastPerInterval([0, 5, 3, 4])).toBe(3);
    expect(leastPerInterval([7])).toBe(0);
  });
});

describe('of any heap', () => {
  it('the groups have all of its young bytes, and each node of the young tree once', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.array(fc.nat(150), { minLength: 1, maxLength: 3 }),
        (seed, cuts) => {
          const watermarks = [...cuts.toSorted((a, b) => a - b).map((cut) => 2 * cut + 1), 100_001];
          const heap = new AgedHeap(randomHeap(seed).graph(), watermarks);
          const { groups, groupOf } = groupByPath(heap);
          const young = new Array<number>(heap.intervals).fill(0);
          for (let v = 0; v < heap.graph.nodeCount; v++)
            if (heap.isReachable(v) && heap.noise[v] === 0) young[heap.birth[v]] += heap.graph.selfSize(v);
          expect([...groups[0].bytes].slice(1)).toEqual(young.slice(1));
          const members = groups.flatMap((one) => one.members);
          expect(new Set(members).size).toBe(members.length);
          expect(members.length).toBe(groupOf.filter((index) => index >= 0).length);
          for (const { births, members: own, bytes, newborn } of groups) {
            expect(births.reduce((sum, count) => sum + count, 0)).toBe(own.length);
            // What belongs to new members is a part of what is new.
            for (let a = 1; a < heap.intervals; a++) expect(newborn[a]).toBeLessThanOrEqual(bytes[a]);
          }
        },
      ),
      { numRuns: 20 },
    );
  });
});
