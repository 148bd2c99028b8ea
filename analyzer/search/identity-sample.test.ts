import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScannedNodes } from '../parse/scan-snapshot.ts';
import { looksOfV8 } from '../parse/scan-v8-nodes.ts';
import { NodeType } from '../parse/snapshot-columns.ts';
import { sameNumbering, sampleIdentities } from './identity-sample.ts';

interface Look {
  id: number;
  type: number;
  size: number;
}

function columns(looks: readonly Look[]): Pick<ScannedNodes, 'nodeId' | 'look'> {
  const nodeType = Uint8Array.from(looks, (look) => look.type);
  const selfSize = Uint32Array.from(looks, (look) => look.size);
  return { nodeId: Uint32Array.from(looks, (look) => look.id), look: looksOfV8({ nodeType, selfSize }) };
}

const look = fc.record({
  type: fc.constantFrom(NodeType.object, NodeType.closure, NodeType.string, NodeType.array),
  size: fc.integer({ min: 1, max: 20 }).map((words) => words * 8),
});

function numbered(looks: ReadonlyArray<Omit<Look, 'id'>>, from = 0): Look[] {
  return looks.map((one, i) => ({ ...one, id: 2 * (from + i) + 1 }));
}

describe('sameNumbering', () => {
  it('holds when some objects died and others were born', () => {
    fc.assert(
      fc.property(
        fc.array(look, { minLength: 60, maxLength: 200 }),
        fc.array(look, { maxLength: 50 }),
        (old, young) => {
          const before = numbered(old);
          const after = [...before.filter((_, i) => i % 3 !== 0), ...numbered(young, old.length)];
          const mark = 2 * old.length - 1;
          expect(
            sameNumbering(
              sampleIdentities(columns(before), mark),
              sampleIdentities(columns(after), mark + 2 * young.length),
            ),
          ).toBe(true);
        },
      ),
    );
  });

  it('does not hold when the numbers belong to other objects', () => {
    fc.assert(
      fc.property(fc.array(look, { minLength: 200, maxLength: 400 }), (looks) => {
        fc.pre(new Set(looks.map((one) => `${one.type} ${one.size}`)).size > 20);
        const first = sampleIdentities(columns(numbered(looks)), 2 * looks.length - 1);
        const shifted = sampleIdentities(
          columns(numbered([looks[5], looks[9], looks[2], ...looks])),
          2 * looks.length + 5,
        );
        expect(sameNumbering(first, shifted)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  it('compares samples of captures of very different sizes', () => {
    const small = numbered(
      Array.from({ length: 2000 }, (_, i) => ({ type: NodeType.object, size: (i % 50) * 8 })),
    );
    const large = [
      ...small,
      ...numbered(
        Array.from({ length: 400_000 }, () => ({ type: NodeType.object, size: 16 })),
        2000,
      ),
    ];
    const [a, b] = [sampleIdentities(columns(small), 3999), sampleIdentities(columns(large), 803_999)];
    expect(b.mask).toBeGreaterThan(a.mask);
    expect(sameNumbering(a, b)).toBe(true);
  });

  /** A capture of 1,000 objects, and a later one that has so many of them, of which some are changed. */
  const numberedAlike = (kept: number, changed: number) => {
    const before = numbered(Array.from({ length: 1_000 }, () => ({ type: NodeType.object, size: 16 })));
    const after = before.slice(0, kept).map((one, i) => (i < changed ? { ...one, size: 24 } : one));
    return sameNumbering(sampleIdentities(columns(before), 1_999), sampleIdentities(columns(after), 1_999));
  };

  it('holds for just enough objects that are found again', () => {
    expect(numberedAlike(1_000, 30)).toBe(true);
    expect(numberedAlike(1_000, 31)).toBe(false);
  });

  it('holds for just enough old objects', () => {
    expect(numberedAlike(20, 0)).toBe(true);
    expect(numberedAlike(19, 0)).toBe(false);
  });
});
