import { describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import { everyInterval } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import { findAccumulations } from './accumulation.ts';
import { explainedBytes, groupsOf, isInside } from './explained.ts';
import { groupByPath } from './groups.ts';

/** A list that gains two sessions with a text in each interval, beside a few other things. */
function sessions() {
  let [list, other, session, text]: DrawnNode[] = [];
  const { heap, at } = ageDrawn((h) => {
    [list, other] = [h.object('List'), h.object('Other')];
    h.root.property('list', list).property('other', other);
    everyInterval(h, (interval) => {
      for (let i = 0; i < 2; i++) {
        session = h.object('Session', { size: 1000 });
        text = h.string('text', { size: 100 });
        list.push(session.property('text', text).internal('code', h.node('code', 'main', { size: 7 })));
      }
      other.property(`last ${interval}`, h.object(`Last ${interval}`, { size: 50 }));
    });
  });
  const tree = groupByPath(heap);
  return { heap, tree, found: findAccumulations(heap, tree), at: { list, other, session, text }, of: at };
}

describe('what piles up explains', () => {
  const { heap, tree, found, at, of } = sessions();

  it('the young bytes of its members and of all below, in each node above', () => {
    const explained = explainedBytes(heap, tree, found);
    expect(explained[of(at.text)]).toBe(100);
    expect(explained[of(at.session)]).toBe(1100);
    expect(explained[of(at.list)]).toBe(6 * 1100);
    expect(explained[of(at.other)]).toBe(0);
    expect(explained[0]).toBe(6 * 1100);
  });

  it('its group and those below', () => {
    const inFound = groupsOf(tree, found);
    const isIn = (node: DrawnNode) => inFound[tree.groupOf[of(node)]] === 1;
    expect([at.session, at.text, at.list, at.other].map(isIn)).toEqual([true, true, false, false]);
  });
});

describe('inside', () => {
  it('is what a node dominates, and the node itself', () => {
    const { heap, at, of } = sessions();
    const isIn = (node: DrawnNode, top: DrawnNode) => isInside(heap, of(node), of(top));
    expect(isIn(at.text, at.list)).toBe(true);
    expect(isIn(at.list, at.list)).toBe(true);
    expect(isIn(at.list, at.text)).toBe(false);
    expect(isIn(at.text, at.other)).toBe(false);
    // The root is above everything, and says nothing.
    expect(isInside(heap, of(at.text), 0)).toBe(false);
  });
});
