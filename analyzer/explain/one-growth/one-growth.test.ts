import { afterAll, describe, expect, it } from 'vitest';
import type { Suspect } from '../../../format/suspect.ts';
import * as drawn from '../../../testing/drawn-growth.ts';
import { everyInterval, moduleScope } from '../../../testing/drawn-growth.ts';
import type { DrawnMap } from '../../../testing/drawn-map.ts';
import type { DrawnNode } from '../../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../../testing/heap-builder.ts';
import { ScratchFolder } from '../../../testing/scratch-folder.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const suspectsIn = (draw: (h: HeapDrawing) => void) => drawn.suspectsIn(scratch, draw);

const born = 40;

interface Places {
  readonly byId: DrawnMap;
  readonly order: DrawnNode;
}

/** A Map and an array of one module that gain one entry each for each operation. */
function twoPlaces(h: HeapDrawing, operation: (places: Places, at: number) => void): void {
  const places = { byId: h.map(), order: h.object('Array', { size: 16 }) };
  const state = h.object('State', { size: 32 });
  state.property('byId', places.byId).property('order', places.order);
  moduleScope(h).variable('state', state);
  everyInterval(h, () => {
    for (let at = 0; at < born; at++) operation(places, at);
  });
}

function titlesOf(suspects: readonly Suspect[]): readonly (readonly string[])[] {
  return suspects.map(({ title, parts = [] }) => [title, ...parts.map(({ suspect }) => suspect.title)]);
}

/** Entries of their own, which share a job if it is told so. */
function jobs(h: HeapDrawing, isShared: (at: number) => boolean, emptyFields = 0) {
  return ({ byId, order }: Places, at: number) => {
    const job = h.object('Job', { size: 16 });
    const other = isShared(at) ? job : h.object('Job', { size: 16 });
    const row = h.object('Row', { size: 400 });
    for (let k = 0; k < emptyFields; k++) row.property(`field${k}`, h.root);
    byId.set(h.string(`key ${at}`, { size: 32 }), row.property('job', job));
    order.push(h.object('Line', { size: 300 }).property('job', other));
  };
}

describe('one growth', () => {
  it('is told once where two places hold the same objects', async () => {
    const suspects = await suspectsIn((h) =>
      twoPlaces(
        h,
        jobs(h, () => true),
      ),
    );
    expect(titlesOf(suspects.slice(0, 1))).toEqual([
      [expect.stringContaining('`state.byId`'), expect.stringContaining('`state.order`')],
    ]);
  });

  it('of separate leaks is none, though one loop feeds both', async () => {
    const suspects = await suspectsIn((h) =>
      twoPlaces(
        h,
        jobs(h, () => false),
      ),
    );
    expect(titlesOf(suspects)).toEqual([
      [expect.stringContaining('`state.byId`')],
      [expect.stringContaining('`state.order`')],
    ]);
  });

  it('eight of ten entries in common are one growth', async () => {
    const ofTen = async (common: number) => {
      const suspects = await suspectsIn((h) =>
        twoPlaces(
          h,
          jobs(h, (at) => at % 10 < common),
        ),
      );
      return suspects.some(({ parts = [] }) => parts.length > 0);
    };
    expect(await ofTen(8)).toBe(true);
    expect(await ofTen(7)).toBe(false);
  });

  it('the 24th field of an entry counts, the 25th does not', async () => {
    const withFields = async (before: number) => {
      const suspects = await suspectsIn((h) =>
        twoPlaces(
          h,
          jobs(h, () => true, before),
        ),
      );
      return suspects.some(({ parts = [] }) => parts.length > 0);
    };
    expect(await withFields(23)).toBe(true);
    expect(await withFields(24)).toBe(false);
  });

  it('is told once where three Maps have the same keys', async () => {
    const suspects = await suspectsIn((h) => {
      const maps = ['buffers', 'rawBuffers', 'sentAt'].map((name) => ({ name, map: h.map() }));
      const state = h.object('State', { size: 32 });
      for (const { name, map } of maps) state.property(name, map);
      moduleScope(h).variable('state', state);
      everyInterval(h, () => {
        for (let at = 0; at < born; at++) {
          const key = h.string(`run ${at}`, { size: 48 });
          for (const [k, { map }] of maps.entries()) map.set(key, h.object('Value', { size: 100 * (k + 1) }));
        }
      });
    });
    expect(titlesOf(suspects)).toHaveLength(1);
    expect(suspects[0].holders[0].expression).toBe('state.sentAt');
    expect(suspects[0].parts?.map(({ tie }) => tie.by)).toContain('keys');
  });
});
