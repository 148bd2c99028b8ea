import { describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { slotCandidates } from './slot-candidates.ts';
import { growYoungTree } from './young-tree.ts';

/** The places worth asking about in an old object, which has an old buffer, and what three intervals add to them. */
function candidates(
  draw: (h: HeapDrawing, owner: DrawnNode, buffer: DrawnNode) => void,
  explain: (target: DrawnNode) => number = () => 0,
) {
  let owner: DrawnNode;
  const { heap, at } = ageDrawn((h) => {
    owner = h.object('Owner');
    const buffer = h.object('Buffer', { size: 10_000 });
    h.root.property('owner', owner.property('buffer', buffer));
    for (let capture = 0; capture < 3; capture++) {
      h.capture();
      owner.property('count', h.node('number', `${capture}`));
    }
    draw(h, owner, buffer);
  });
  const explained = new Float64Array(heap.graph.nodeCount);
  for (const { to } of owner!.edges) explained[at(to)] = explain(to);
  return slotCandidates(heap, growYoungTree(heap), explained).map(
    ({ edge, content }) => `${edge}: ${content.size}`,
  );
}

describe('a value', () => {
  const text = (size: number) => candidates((h, owner) => owner.property('text', h.string('text', { size })));

  it('a value is followed from four KiB on', () => {
    expect(text(4096)).toEqual(['property text: 4096']);
    expect(text(4095)).toEqual([]);
  });

  it('is followed with all that it keeps alive, if one place holds it alone', () => {
    const held = (isShared: boolean) =>
      candidates((h, owner) => {
        const state = h.object('State', { size: 3000 });
        owner.property('state', state.property('text', h.string('text', { size: 3000 })));
        if (isShared) h.root.property('other', h.object('Other').property('state', state));
      });
    expect(held(false)).toEqual(['property state: 6000']);
    expect(held(true)).toEqual([]);
  });

  it('is not followed if too little of it can have grown: it is old, or piles answer for it', () => {
    const old = (size: number) =>
      candidates((h, _, buffer) => buffer.property('young', h.string('text', { size })));
    // Over three intervals, six tenths of 2 KiB in each: what piles up may answer for the rest.
    expect(old(3687)).toEqual(['property buffer: 13687']);
    expect(old(3686)).toEqual([]);
    const explained = (bytes: number) =>
      candidates(
        (h, owner) => owner.property('text', h.string('text', { size: 10_000 })),
        ({ name }) => (name === 'text' ? bytes : 0),
      );
    expect(explained(6313)).toEqual(['property text: 10000']);
    expect(explained(6314)).toEqual([]);
  });

  it('of native memory may have grown without being born', () => {
    const found = candidates((h, owner) => {
      owner.internal('backing', h.native('system / JSArrayBufferData', { size: 5000 }));
    });
    expect(found).toEqual(['internal backing: 5000']);
  });
});

describe('a place', () => {
  it('is in an old object', () => {
    const found = candidates((h, owner) => {
      const young = h.object('Young').property('text', h.string('text', { size: 9000 }));
      owner.property('young', young);
    });
    expect(found).toEqual(['property young: 9016']);
  });

  it.each(['elements', 'table', 'properties', 'map', 'shared', 'code', 'feedback_cell', 'bytecode_array'])(
    'is no store of a container and nothing of the engine: %s',
    (name) => {
      const found = candidates((h, owner) => owner.internal(name, h.array({ size: 9000 })));
      expect(found).toEqual([]);
    },
  );

  it('is told apart by the type of its edge and by its name', () => {
    const found = candidates((h, owner) => {
      owner.property('a', h.string('text', { size: 5000 })).element(7, h.string('text', { size: 6000 }));
    });
    expect(found).toEqual(['property a: 5000', 'element 7: 6000']);
  });
});
