import { describe, expect, it } from 'vitest';
import { previousLinks } from './chains.ts';
import type { YoungTree } from './young-tree.ts';

/** A row of nodes below each other, each with the class that is given; all hang by one label. */
function row(classes: readonly number[]): YoungTree {
  return {
    count: classes.length + 1,
    node: Uint32Array.from([0, ...classes.keys()]),
    parent: Int32Array.from([-1, ...classes.keys()]),
    label: Uint32Array.from([0, ...classes.map(() => 8)]),
    cls: Uint32Array.from([0, ...classes]),
  };
}

/** So many links of class 1, with others between them of which none is like another. */
function links(count: number, between = 0): number[] {
  let other = 2;
  return Array.from({ length: count }, () => [1, ...Array.from({ length: between }, () => other++)]).flat();
}

/** Of each link the distance to the one before it, or -1 for none. */
function distances(classes: readonly number[]): number[] {
  const previous = previousLinks(row(classes));
  return classes.flatMap((cls, i) => {
    if (cls !== 1) return [];
    const before = previous[i + 1];
    return [before < 0 ? -1 : i + 1 - before];
  });
}

describe('the previous link', () => {
  it('eight links after the first one are a chain, and seven are nesting', () => {
    expect(distances(links(9))).toEqual([-1, 1, 1, 1, 1, 1, 1, 1, 1]);
    expect(distances(links(8))).toEqual(new Array(8).fill(-1));
  });

  it('links are a chain with up to seven others between them', () => {
    expect(distances(links(10, 7))).toEqual([-1, ...new Array(9).fill(8)]);
    expect(distances(links(10, 8))).toEqual(new Array(10).fill(-1));
  });

  it('is the nearest one, where others of the chain are farther away', () => {
    expect(distances([...links(5, 1), ...links(5, 1)])).toEqual([-1, ...new Array(9).fill(2)]);
  });

  it('hangs by the same label', () => {
    const classes = links(12);
    const young = row(classes);
    young.label.fill(9, 7);
    expect([...previousLinks(young)].every((at) => at < 0)).toBe(true);
  });

  it('may have branches: each goes back to where it left', () => {
    // Ten links below each other, and one more that hangs on the third.
    const young = row([...links(10), 1]);
    young.parent[11] = 3;
    expect([...previousLinks(young)]).toEqual([-1, -1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 3]);
  });

  it('is found in a list of 200,000 links', () => {
    const previous = previousLinks(row(links(200_000)));
    expect(previous[200_000]).toBe(199_999);
  });
});
