import { describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import { everyInterval, moduleScope } from '../../testing/drawn-growth.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { findAccumulations } from './accumulation.ts';
import { externalBytes } from './external-bytes.ts';
import { groupByPath } from './groups.ts';

/** The native bytes of what accumulates, by its class. */
function external(draw: (h: HeapDrawing) => void): Record<string, number> {
  const { heap } = ageDrawn(draw);
  const tree = groupByPath(heap);
  const sums = [...externalBytes(heap, tree, findAccumulations(heap, tree))];
  return Object.fromEntries(sums.map(([{ group }, sum]) => [heap.names.className(group.members[0]), sum]));
}

describe('external bytes', () => {
  it('are those of native nodes below what was born, however deep', () => {
    const found = external((h) => {
      const scope = moduleScope(h);
      const [buffers, sessions] = [h.object('List'), h.object('List')];
      scope.variable('buffers', buffers).variable('sessions', sessions);
      const old = h.native('system / JSArrayBufferData', { size: 7000 });
      buffers.push(h.object('Buffer').internal('store', old));
      everyInterval(h, (interval) => {
        old.internal(`view ${interval}`, h.object(`View ${interval}`));
        for (let i = 0; i < 2; i++) {
          const store = h.native('system / JSArrayBufferData', { size: 5000 });
          buffers.push(
            h.object('Buffer').property('buffer', h.object('ArrayBuffer').internal('store', store)),
          );
          sessions.push(h.object('Session', { size: 1000 }));
        }
      });
    });
    // Two in each of three intervals: what is older is not counted, be it of something that grows.
    expect(found).toEqual({ Buffer: 6 * 5000, Session: 0 });
  });

  it('are those of strings whose text native code keeps', () => {
    const found = external((h) => {
      const scope = moduleScope(h);
      const list = h.node('synthetic', '(External strings)', { size: 0 });
      h.root.element(2, list);
      const texts = h.object('List');
      scope.variable('texts', texts);
      everyInterval(h, () => {
        for (let i = 0; i < 2; i++) {
          const [outside, inside] = [1000, 3000].map((size) => h.string('text', { size }));
          texts.push(h.object('Page').property('outside', outside).property('inside', inside));
          list.push(outside);
        }
      });
    });
    expect(found).toEqual({ Page: 6 * 1000 });
  });
});
