import { afterAll, describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import { everyInterval, moduleScope, suspectsIn } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { lookUp, slotEdge } from './earlier-captures.ts';
import { growingSlots } from './replaced-slots.ts';
import { slotCandidates } from './slot-candidates.ts';
import { growYoungTree } from './young-tree.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

/** One object of this class, of whose values another one is replaced by a larger one in each interval but the last. */
async function suspectsOf(className: string) {
  return await suspectsIn(scratch, (h) => {
    const one = h.object(className, { size: 64 });
    moduleScope(h).variable('one', one);
    const values = ['a', 'b', 'c', 'd', 'e'];
    for (const name of values) one.property(name, h.string(name, { size: 2_000 }));
    everyInterval(h, (interval) => {
      if (interval === 3) return;
      const name = values[interval];
      one.remove(name);
      one.property(name, h.string(name, { size: 9_000 }));
    });
  });
}

describe('an object that stays and retains more', () => {
  it('is left to accumulations, whatever its class is called', async () => {
    expect(await suspectsOf('Scene')).toEqual([]);
    expect(await suspectsOf('Vec3Array')).toEqual([]);
    expect(await suspectsOf('TileClampedArray')).toEqual([]);
  });

  it('is a value that grows, if it is bytes', async () => {
    const [suspect, ...others] = await suspectsOf('Float64Array');
    expect(others).toEqual([]);
    expect(suspect.title).toContain('`one`');
  });
});

/** An old object whose values are replaced before each capture. */
function growing(
  step: (h: HeapDrawing, owner: DrawnNode, interval: number) => void,
  explainedOf: (name: string) => number = () => 0,
) {
  let owner: DrawnNode;
  const { heap, earlier, at } = ageDrawn((h) => {
    owner = h.object('Owner');
    moduleScope(h).variable('owner', owner);
    everyInterval(h, (interval) => step(h, owner, interval));
  });
  const explained = new Float64Array(heap.graph.nodeCount);
  const candidates = slotCandidates(heap, growYoungTree(heap), explained);
  for (const { name, to } of owner!.edges) explained[at(to)] = explainedOf(`${name}`);
  const asked = {
    owners: new Set<number>(),
    containers: new Set<number>(),
    ofMany: new Set<number>(),
    slots: candidates,
  };
  const answers = earlier.map((capture) => lookUp(capture, asked));
  return growingSlots(heap, { candidates, explained }, answers, []).map(
    ({ edge, bytesPerInterval, replaced, everyInterval }) => ({
      edge: slotEdge(heap, edge),
      bytesPerInterval,
      replaced,
      everyInterval,
    }),
  );
}

const edges = (found: ReturnType<typeof growing>) => found.map(({ edge }) => edge);

/** Draws a text of so many bytes in place of the one before. */
function write(h: HeapDrawing, owner: DrawnNode, size: number): void {
  owner.property('text', h.string(`${size}`, { size }));
}

describe('a value that is larger at every capture', () => {
  it('is told with its growth, and whether it was made anew', () => {
    expect(growing((h, owner, interval) => write(h, owner, 10_000 * (interval + 1)))).toEqual([
      { edge: 'property text', bytesPerInterval: 10_000, replaced: true, everyInterval: true },
    ]);
    const resized = growing((h, owner, interval) => {
      if (interval === 0) owner.internal('backing', h.native('system / JSArrayBufferData'));
      owner.edges[0].to.size = 10_000 * (interval + 1);
    });
    expect(resized).toMatchObject([{ edge: 'internal backing', replaced: false }]);
  });

  it('may miss one interval of three, but not two', () => {
    const sizes = (all: readonly number[]) => growing((h, owner, interval) => write(h, owner, all[interval]));
    expect(sizes([10_000, 10_000, 20_000, 30_000])).toMatchObject([{ everyInterval: false }]);
    expect(sizes([10_000, 10_000, 10_000, 30_000])).toEqual([]);
  });

  it('a value is told if less than four tenths of its growth piles up', () => {
    const explained = (bytes: number) =>
      growing(
        (h, owner, interval) => write(h, owner, 10_000 * (interval + 1)),
        () => bytes,
      );
    expect(edges(explained(11_999))).toEqual(['property text']);
    expect(edges(explained(12_000))).toEqual([]);
  });

  it('a deeper value is told alone if it gains six tenths of the outer one', () => {
    const inner = (bytes: number) => {
      let doc: DrawnNode;
      return growing((h, owner, interval) => {
        doc ??= h.object('Doc', { size: 0 });
        write(h, doc, bytes * (interval + 1));
        const state = h.object('State', { size: (10_000 - bytes) * (interval + 1) });
        owner.property('state', state.property('doc', doc));
      });
    };
    expect(edges(inner(6000))).toEqual(['property text']);
    expect(edges(inner(5999))).toEqual(['property state', 'property text']);
  });

  it('is no object, unless it is made anew and larger every time', () => {
    const object = (isReplaced: boolean) =>
      growing((h, owner, interval) => {
        const state = isReplaced || interval === 0 ? h.object('State') : owner.edges[0].to;
        owner.property('state', state);
        for (let i = 0; i <= interval; i++) state.property(`${i}`, h.string('part', { size: 10_000 }));
      });
    expect(edges(object(true))).toEqual(['property state']);
    expect(edges(object(false))).toEqual([]);
  });

  it('is not told of one capture', () => {
    const { heap } = ageDrawn((h) => h.root.property('a', h.object('A')));
    expect(growingSlots(heap, { candidates: [], explained: new Float64Array(2) }, [], [])).toEqual([]);
  });
});
