import { afterAll, describe, expect, it } from 'vitest';
import { ageDrawn } from '../../testing/drawn-aged-heap.ts';
import * as drawn from '../../testing/drawn-growth.ts';
import { everyInterval, moduleScope } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { lookUp } from './earlier-captures.ts';
import { growingTables } from './growing-tables.ts';
import { tableCandidates } from './table-candidates.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const suspectsIn = (draw: (h: HeapDrawing) => void) => drawn.suspectsIn(scratch, draw);

/** An array as V8 has it: its elements stand in a store that is made anew when it is full. */
class DrawnArray {
  readonly node: DrawnNode;
  private readonly h: HeapDrawing;
  private store: DrawnNode | undefined;
  private room = 0;
  private values: Array<DrawnNode | undefined> = [];

  constructor(h: HeapDrawing, room = 0) {
    this.h = h;
    this.node = h.object('Array', { size: 32 });
    if (room > 0) this.makeStore(room);
  }

  /** Without a value it is a number, which has no edge. */
  push(times: number, value?: DrawnNode): void {
    for (let i = 0; i < times; i++) {
      if (this.values.length === this.room) this.makeStore(this.room + (this.room >> 1) + 16);
      this.place(this.values.length, value);
      this.values.push(value);
    }
  }

  /** Drops the oldest. */
  drop(count: number): void {
    for (let i = 0; i < this.values.length; i++) {
      this.node.remove(i);
      this.store?.remove(i);
    }
    this.values = this.values.slice(count);
    for (const [i, value] of this.values.entries()) this.place(i, value);
  }

  private makeStore(room: number): void {
    this.room = room;
    this.store = this.h.array({ size: 16 + 8 * room });
    this.node.internal('elements', this.store);
    for (const [i, value] of this.values.entries()) this.place(i, value);
  }

  private place(i: number, value: DrawnNode | undefined): void {
    if (value === undefined) return;
    this.node.element(i, value);
    this.store!.edge('hidden', i, value);
  }
}

function named(h: HeapDrawing, name: string, value: DrawnNode): DrawnNode {
  moduleScope(h).variable(name, value);
  return value;
}

describe('a container of what is old or shared', () => {
  it('is a Map that gains keys for one value', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const plans = h.map();
      named(h, 'plans', plans);
      const plan = h.object('Plan');
      let key = 0;
      everyInterval(h, () => {
        for (let i = 0; i < 200; i++) plans.set(key++, plan);
      });
    });
    expect(others).toEqual([]);
    expect(suspect).toMatchObject({ kind: 'map', confirmed: true, entryClass: 'Plan', entryCount: 800 });
    expect(suspect.title).toBe('Map `plans` gains 200 entries per interval');
    expect(suspect.evidence).toContain('entries at each capture: 200 → 400 → 600 → 800');
    expect(suspect.growth.bytesPerInterval).toBe(5600);
  });

  it('is one growth where many alike stand in one array', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const shards = h.object('Array', { size: 32 });
      const store = h.array({ size: 16 + 8 * 8 });
      shards.internal('elements', store);
      named(h, 'shards', shards);
      const plan = h.object('Plan');
      const maps = Array.from({ length: 8 }, () => h.map());
      for (const [i, map] of maps.entries()) {
        shards.element(i, map);
        store.edge('hidden', i, map);
      }
      let key = 0;
      everyInterval(h, () => {
        for (const map of maps) for (let i = 0; i < 200; i++) map.set(key++, plan);
      });
    });
    expect(others).toEqual([]);
    expect(suspect.title).toBe('Map `shards[]` and 7 like it gain 1,600 entries per interval');
    expect(suspect.evidence).toContain('entries at each capture: 1,600 → 3,200 → 4,800 → 6,400');
    expect(suspect.growth.bytesPerInterval).toBe(8 * 5600);
  });

  it('keeps those apart that have names of their own', async () => {
    const suspects = await suspectsIn((h) => {
      const store = h.object('Store', { size: 64 });
      named(h, 'store', store);
      const plan = h.object('Plan');
      const maps = ['users', 'teams', 'rooms'].map((name) => {
        const map = h.map();
        store.property(name, map);
        return map;
      });
      let key = 0;
      everyInterval(h, () => {
        for (const map of maps) for (let i = 0; i < 200; i++) map.set(key++, plan);
      });
    });
    expect(suspects.map(({ title }) => title.split(' gains')[0]).toSorted()).toEqual([
      'Map `store.rooms`',
      'Map `store.teams`',
      'Map `store.users`',
    ]);
  });

  it('is an array of one string', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const log = new DrawnArray(h);
      named(h, 'log', log.node);
      const text = h.string('GET');
      everyInterval(h, () => log.push(300, text));
    });
    expect(others).toEqual([]);
    expect(suspect).toMatchObject({ kind: 'array', confirmed: true });
    expect(suspect.title).toBe('Array `log` gains 300 entries per interval');
  });

  it('is an emitter with the same listener again and again', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const list = new DrawnArray(h);
      const events = h.object('Object').property('data', list.node);
      named(h, 'bus', h.object('EventEmitter').property('_events', events));
      const onData = h.closure('onData');
      everyInterval(h, () => list.push(400, onData));
    });
    expect(others).toEqual([]);
    expect(suspect).toMatchObject({ kind: 'listeners', confirmed: true });
    expect(suspect.title).toBe('EventEmitter `bus` gains 400 listeners of "data" per interval');
  });

  it('is a dictionary with keys that are numbers', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const byId = h.object('Object', { size: 24 });
      named(h, 'byId', byId);
      const plan = h.object('Plan');
      let key = 0;
      everyInterval(h, () => {
        byId.internal('elements', h.array({ size: 16 + 24 * (key + 300) }));
        for (let i = 0; i < 300; i++) byId.element(key++, plan);
      });
    });
    expect(others).toEqual([]);
    expect(suspect.title).toBe('Object `byId` used as a dictionary gains 300 keys per interval');
  });

  it('is left to what piles up in it where that is young', async () => {
    const suspects = await suspectsIn((h) => {
      const sessions = h.map();
      named(h, 'sessions', sessions);
      everyInterval(h, (interval) => {
        for (let i = 0; i < 200; i++) sessions.set(1000 * interval + i, h.object('Session', { size: 120 }));
      });
    });
    expect(suspects.map(({ title }) => title)).toEqual([
      'Map `sessions` gains 200 entries per interval and never loses any',
    ]);
  });

  it('stays silent when it is bounded', async () => {
    const suspects = await suspectsIn((h) => {
      const [recent, ring, cache] = [new DrawnArray(h), new DrawnArray(h, 5000), h.map()];
      moduleScope(h).variable('recent', recent.node).variable('ring', ring.node).variable('cache', cache);
      const shared = h.object('Plan');
      let key = 0;
      everyInterval(h, (interval) => {
        recent.push(600, shared);
        if (interval > 0) recent.drop(600);
        // Filled, never grown.
        ring.push(500, shared);
        for (let i = 0; i < 400; i++) {
          if (key >= 400) cache.delete(key - 400);
          cache.set(key++, shared);
        }
      });
    });
    expect(suspects).toEqual([]);
  });

  it('stays silent when it goes up and down', async () => {
    const suspects = await suspectsIn((h) => {
      const batch = new DrawnArray(h);
      named(h, 'batch', batch.node);
      const shared = h.object('Plan');
      everyInterval(h, (interval) => {
        if (interval === 2) batch.drop(1100);
        batch.push(600, shared);
      });
    });
    expect(suspects).toEqual([]);
  });
});

describe('a container that holds nothing of what it held at the capture before', () => {
  /** Weak references whose targets are gone: finalizers removed those of earlier captures, and not yet the rest. */
  const pending = (counts: readonly number[]) => (h: HeapDrawing) => {
    const tracked = h.map();
    // What stays shows that the ids of the captures name the same objects.
    const settings = h.object('Array');
    for (let i = 0; i < 6000; i++) settings.push(h.object('Setting'));
    moduleScope(h).variable('tracked', tracked).variable('settings', settings);
    let [first, next] = [0, 0];
    everyInterval(h, (interval) => {
      while (first < next) tracked.delete(first++);
      for (let i = 0; i < counts[interval]; i++) tracked.set(next++, h.object('WeakRef', { size: 32 }));
    });
  };

  it('stays silent where their number rises by chance', async () => {
    expect(await suspectsIn(pending([1376, 2270, 2900, 4682]))).toEqual([]);
  });

  it('is told where their number rises evenly: entries that are made anew in their place look so', async () => {
    const [suspect, ...others] = await suspectsIn(pending([1000, 2000, 3000, 4000]));
    expect(others).toEqual([]);
    expect(suspect).toMatchObject({ confirmed: true, entryCount: 4000 });
  });
});

describe('a container of numbers', () => {
  it('grows by what there is room for, and is no growth of 0 bytes', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const values = new DrawnArray(h);
      named(h, 'values', values.node);
      everyInterval(h, () => values.push(4000));
    });
    expect(others).toEqual([]);
    expect(suspect).toMatchObject({ kind: 'array', confirmed: true, entryClass: 'number' });
    expect(suspect.title).toMatch(/^Array `values` gains about [34],\d\d\d numbers per interval$/);
    expect(suspect.evidence.join()).toContain('capacity of its table at each capture');
  });

  it('is only possible where its store became larger once: it may have filled', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const seen = h.object('Set').internal('table', h.array({ size: 20_000 }));
      named(h, 'seen', seen);
      everyInterval(h, (interval) => {
        if (interval === 1) seen.internal('table', h.array({ size: 40_000 }));
      });
    });
    expect(others).toEqual([]);
    expect(suspect).toMatchObject({ kind: 'set', confirmed: false, slowing: true });
    expect(suspect.confidence).toBeLessThan(0.5);
    expect(suspect.title).not.toContain(' 0 ');
    expect(suspect.evidence.join()).toContain('grew only once');
  });

  it('stays silent where its store is of one size', async () => {
    const suspects = await suspectsIn((h) => {
      named(h, 'seen', h.object('Set').internal('table', h.array({ size: 40_000 })));
      everyInterval(h, () => {});
    });
    expect(suspects).toEqual([]);
  });
});

describe('strings outside the heap', () => {
  it('are held by what keeps them, not by the list that V8 finds them with', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const replies = h.object('Array', { size: 32 });
      named(h, 'replies', replies);
      const external = h.node('synthetic', '(External strings)', { size: 0 });
      h.root.element(7, external);
      let count = 0;
      everyInterval(h, () => {
        for (let i = 0; i < 3; i++) {
          const text = h.string(`reply ${count}`, { size: 3_000_032 });
          replies.push(text);
          external.internal(String(count++), text);
        }
      });
    });
    expect(others).toEqual([]);
    expect(suspect.title).toBe('Array `replies` gains 3 entries per interval and never loses any');
    expect(suspect.growth.bytesPerInterval).toBeGreaterThan(9_000_000);
    expect(suspect.retainedSize).toBeGreaterThan(36_000_000);
    expect(suspect.externalShare).toBeGreaterThan(0.9);
  });
});

describe('strings that are names', () => {
  it('are held by the dictionaries whose keys they are, not by the list that V8 finds equal ones with', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const shards = h.object('Array', { size: 32 });
      named(h, 'shards', shards);
      const stores = Array.from({ length: 32 }, (_, i) => {
        const store = h.array({ size: 800 });
        shards.element(i, h.object('Object', { size: 56 }).internal('properties', store));
        return store;
      });
      const internalized = h.node('synthetic', '(Internalized strings)', { size: 0 });
      h.root.element(7, internalized);
      let count = 0;
      everyInterval(h, () => {
        for (let i = 0; i < 320; i++) {
          const key = h.string(`id${count}`, { size: 32 });
          // Key, value and attributes: three words an entry.
          stores[count % 32].edge('hidden', 3 * Math.floor(count / 32), key);
          internalized.internal(String(count++), key);
        }
      });
    });
    expect(others).toEqual([]);
    expect(suspect.title).toBe('Array `shards` gains 320 entries per interval');
  });
});

/** An array that gains 400 old entries in each interval, of all of which so many pile up elsewhere. */
function tableBeside(explained: number) {
  const { heap, earlier } = ageDrawn((h) => {
    const log = new DrawnArray(h);
    named(h, 'log', log.node);
    const text = h.string('GET');
    everyInterval(h, () => log.push(400, text));
  });
  const candidates = tableCandidates(heap, { isEntry: () => false, isHolder: () => false }).map((table) => ({
    ...table,
    explained,
  }));
  const containers = new Set(candidates.map(({ owner }) => owner));
  const answers = earlier.map((capture) =>
    lookUp(capture, { owners: new Set(), containers, ofMany: new Set(), slots: candidates }),
  );
  return growingTables(heap, candidates, answers).map(({ entries }) => entries);
}

describe('what piles up in a table', () => {
  it('a table is told if less than half of its new entries pile up', () => {
    expect(tableBeside(599)).toEqual([[400, 800, 1200, 1600]]);
    expect(tableBeside(600)).toEqual([]);
  });
});
