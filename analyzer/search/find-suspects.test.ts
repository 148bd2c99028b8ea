import { readFileSync, writeFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import * as drawn from '../../testing/drawn-growth.ts';
import { everyInterval, find, moduleScope } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { findSuspects } from './find-suspects.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const filesOf = (draw: (h: HeapDrawing) => void) => drawn.filesOf(scratch, draw);
const suspectsIn = (draw: (h: HeapDrawing) => void) => drawn.suspectsIn(scratch, draw);

function session(h: HeapDrawing): DrawnNode {
  return h.object('Session', { size: 120 });
}

function leakingMap(h: HeapDrawing, perInterval = 20): void {
  const sessions = h.map();
  moduleScope(h).variable('sessions', sessions);
  everyInterval(h, () => {
    for (let i = 0; i < perInterval; i++)
      sessions.set(h.string(`key ${h.string.length}`, { size: 32 }), session(h));
  });
}

describe('a Map that is never cleared', () => {
  it('is named with its module, its variable and exact counts', async () => {
    const [suspect, ...others] = await suspectsIn((h) => leakingMap(h));
    expect(others).toEqual([]);
    expect(suspect.title).toBe('Map `sessions` gains 20 entries per interval and never loses any');
    expect(suspect).toMatchObject({ kind: 'map', entryClass: 'Session', entryCount: 80, confirmed: true });
    expect(suspect.survivors.counts).toEqual([20, 20, 20, 20]);
    // What was there before the first capture is counted, and weighs something too.
    expect(suspect.survivors.bytes[0]).toBeGreaterThanOrEqual(20 * 120);
    expect(suspect.path.map((step) => `${step.edge} ${step.name}`)).toEqual([
      ' /app/src/agent.mjs',
      'sessions Map',
      '[key] Session',
    ]);
    expect(suspect.path.map((step) => step.growing ?? false)).toEqual([false, true, false]);
    expect(suspect.confidence).toBeGreaterThanOrEqual(0.9);
  });

  it('is told per operation where operations were counted', async () => {
    const files = filesOf((h) => leakingMap(h));
    const { suspects, intervals } = await find(files, [5, 15, 25, 35]);
    expect(intervals.map((interval) => interval.operations)).toEqual([10, 10, 10]);
    expect(suspects[0].growth).toMatchObject({
      objectsPerOperation: 2,
      objectsPerInterval: 20,
      objectsPerHour: 1200,
    });
    expect(suspects[0].evidence).toContain('exactly 2 per operation');
  });

  it('is given per operation if the number in each interval is known', async () => {
    const files = filesOf((h) => leakingMap(h));
    const { suspects } = await findSuspects(
      files.map((file) => ({ file, label: file })),
      { operationsPerInterval: 5 },
    );
    expect(suspects[0].growth.objectsPerOperation).toBe(4);
    expect(suspects[0].evidence).toContain('exactly 4 per operation');
  });

  it('has the same fingerprint in another folder, with other counts', async () => {
    const [first] = await suspectsIn((h) => leakingMap(h, 20));
    const [second] = await suspectsIn((h) => {
      h.object('Unrelated', { size: 5000 });
      leakingMap(h, 31);
    });
    expect(second.fingerprint).toBe(first.fingerprint);
    expect(first.fingerprint).toMatch(/^[0-9a-f]{8}$/);
  });

  it('is found whatever the order of the captures', async () => {
    const files = filesOf((h) => leakingMap(h));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(files, { minLength: 3 }), async (shuffled) => {
        const { suspects } = await find(shuffled);
        expect(suspects.map((suspect) => suspect.kind)).toEqual(['map']);
      }),
      { numRuns: 12 },
    );
  });

  it("is found below globalThis where only the engine's own record of the realm leads there", async () => {
    const suspects = await suspectsIn((h) => {
      const sessions = h.map();
      const realm = h.node('hidden', 'system / NativeContext');
      h.root.element(1, realm.internal('global_object', h.object('global').property('sessions', sessions)));
      everyInterval(h, () => {
        for (let i = 0; i < 20; i++) sessions.set(h.string('key', { size: 32 }), session(h));
      });
    });
    expect(suspects.map((suspect) => suspect.title)).toEqual([
      'Map `globalThis.sessions` gains 20 entries per interval and never loses any',
    ]);
  });

  it('is only possible with two captures', async () => {
    const { suspects } = await find(filesOf((h) => leakingMap(h)).slice(0, 2));
    expect(suspects[0].confidence).toBeLessThan(0.7);
    expect(suspects[0].confirmed).toBe(false);
    expect(suspects[0].evidence).toContain('only one interval was seen: objects in flight look the same');
  });
});

describe('what is no leak', () => {
  it('stays silent on a working set that is released', async () => {
    const suspects = await suspectsIn((h) => {
      const scope = moduleScope(h);
      everyInterval(h, () => {
        const turn = h.object('Array', { size: 32 });
        for (let i = 0; i < 50; i++) turn.push(session(h));
        scope.variable('turn', turn);
      });
    });
    expect(suspects).toEqual([]);
  });

  it('stays silent on a queue of constant length, although its entries have every age', async () => {
    const suspects = await suspectsIn((h) => {
      const recent = h.map();
      const keys: DrawnNode[] = [];
      moduleScope(h).variable('recent', recent);
      const add = () => {
        const key = h.string('k', { size: 32 });
        keys.push(key);
        recent.set(key, session(h));
      };
      for (let i = 0; i < 80; i++) add();
      everyInterval(h, () => {
        for (let i = 0; i < 15; i++) {
          recent.delete(keys.shift()!);
          add();
        }
      });
    });
    expect(suspects).toEqual([]);
  });

  it('stays silent on a Map that happens to hold a little more at each capture, all of it in flight', async () => {
    const suspects = await suspectsIn((h) => {
      const scope = moduleScope(h);
      const waiters = h.map();
      const owner = h.object('Approvals', { size: 24 }).property('waiters', waiters);
      scope.variable('approvals', owner);
      let inFlight: DrawnNode[] = [];
      everyInterval(h, (interval) => {
        for (const key of inFlight) waiters.delete(key);
        inFlight = Array.from({ length: 40 + 20 * interval }, () => h.string('id', { size: 32 }));
        for (const key of inFlight) waiters.set(key, session(h));
      });
    });
    expect(suspects).toEqual([]);
  });

  it('stays silent on records that are replaced in place, some in every interval', async () => {
    const suspects = await suspectsIn((h) => {
      const files = h.map();
      moduleScope(h).variable('files', files);
      const keys = Array.from({ length: 60 }, (_, i) => h.string(`file ${i}`, { size: 32 }));
      for (const key of keys) files.set(key, session(h));
      everyInterval(h, (interval) => {
        for (const key of keys.slice(15 * interval, 15 * interval + 15)) files.set(key, session(h));
      });
    });
    expect(suspects).toEqual([]);
  });

  it('stays silent on code that warms up', async () => {
    const suspects = await suspectsIn((h) => {
      const code = h.node('code', '(code)', { size: 64 });
      moduleScope(h).internal('compiled', code);
      let count = 0;
      everyInterval(h, () => {
        for (let i = 0; i < 50; i++)
          code.internal(`vector ${count++}`, h.node('hidden', 'system / FeedbackVector', { size: 100 }));
      });
    });
    expect(suspects).toEqual([]);
  });
});

describe('what gets less in each interval', () => {
  /** A Map that gained this many keys before each of four captures. */
  const filled = (gains: readonly number[]) => (h: HeapDrawing) => {
    const byRoute = h.map();
    moduleScope(h).variable('byRoute', byRoute);
    let key = 0;
    everyInterval(h, (interval) => {
      for (let i = 0; i < gains[interval]; i++) byRoute.set(key++, h.object('Route', { size: 120 }));
    });
  };

  /** A Map of sessions that come and go, the oldest first, before each of four captures. */
  const sessionsThat =
    ({ come, go }: { readonly come: readonly number[]; readonly go: readonly number[] }) =>
    (h: HeapDrawing) => {
      const sessions = h.map();
      moduleScope(h).variable('sessions', sessions);
      let [oldest, next] = [0, 0];
      everyInterval(h, (interval) => {
        for (let i = 0; i < come[interval]; i++) sessions.set(next++, h.object('Session', { size: 120 }));
        for (let i = 0; i < go[interval]; i++) sessions.delete(oldest++);
      });
    };

  it('is only possible: what fills up looks like this too', async () => {
    // At this pace 75 are still to come: more than a tenth of the 725 that are there.
    const [suspect, ...others] = await suspectsIn(filled([200, 300, 150, 75]));
    expect(others).toEqual([]);
    expect(suspect).toMatchObject({ confirmed: false, slowing: true });
    expect(suspect.confidence).toBeLessThan(0.5);
    expect(suspect.evidence).toContain(
      'it gains less in each interval: a cache that is filling looks like this too',
    );
  });

  it('is no suspect if hardly any growth is left, and is still reported', async () => {
    for (const gains of [
      [900, 118, 47, 26],
      [250, 300, 150, 75],
    ]) {
      const { suspects, nearlyFull } = await find(filesOf(filled(gains)));
      expect(suspects).toEqual([]);
      expect(nearlyFull).toHaveLength(1);
    }
    const { nearlyFull } = await find(filesOf(filled([900, 118, 47, 26])));
    expect(nearlyFull).toEqual([
      '`byRoute` gains less in each interval and is nearly full (entries at each capture: 900 → 1,018 → 1,065 → 1,091)',
    ]);
  });

  it('is only possible where a container lets go of ever more of what it takes in', async () => {
    // Sessions that live for a little longer than an interval, on their way to as many as their time allows.
    const [suspect, ...others] = await suspectsIn(
      sessionsThat({ come: [400, 400, 400, 400], go: [0, 40, 150, 260] }),
    );
    expect(others).toEqual([]);
    expect(suspect).toMatchObject({ confirmed: false, slowing: true });
  });

  it('is a leak where a container lets go of the same share in each interval', async () => {
    const [suspect] = await suspectsIn(sessionsThat({ come: [400, 400, 400, 400], go: [0, 120, 120, 120] }));
    expect(suspect).toMatchObject({ confirmed: true });
  });

  it('is a cache that has filled where it gains nothing in the last interval', async () => {
    const { suspects, nearlyFull } = await find(
      filesOf(sessionsThat({ come: [1470, 1960, 1960, 1960], go: [0, 60, 1330, 1960] })),
    );
    expect(suspects).toEqual([]);
    expect(nearlyFull).toEqual([]);
  });

  it('is a leak where the operations got less as well', async () => {
    const operations = [0, 2360, 3300, 3820];
    const { suspects } = await find(filesOf(filled([900, 118, 47, 26])), operations);
    expect(suspects).toEqual([expect.objectContaining({ confirmed: true })]);
    expect(suspects[0]).not.toHaveProperty('slowing');
  });
});

describe('what cannot be judged', () => {
  it('refuses one capture', async () => {
    await expect(find(filesOf((h) => leakingMap(h)).slice(0, 1))).rejects.toMatchObject({
      code: 'one-capture',
    });
  });
});

describe('captures whose ids name different objects', () => {
  /** The same captures, each as if another inspector session had numbered it. */
  function renumbered(files: readonly string[]): string[] {
    return files.map((file, k) => {
      const snapshot = JSON.parse(readFileSync(file, 'utf8'));
      const fields = snapshot.snapshot.meta.node_fields.length;
      const count = snapshot.nodes.length / fields;
      for (let v = 0; v < count; v++) {
        const odd = snapshot.nodes[v * fields + 2] % 2;
        snapshot.nodes[v * fields + 2] = 2 * ((v * 7 + k * 3) % count) + odd;
      }
      const other = file.replace('.heapsnapshot', '.other.heapsnapshot');
      writeFileSync(other, JSON.stringify(snapshot));
      return other;
    });
  }

  it('are matched by path, with less confidence, and say so', async () => {
    const files = filesOf((h) => leakingMap(h));
    const [known] = (await find(files)).suspects;
    const { suspects, method, limits } = await find(renumbered(files));
    expect(method).toBe('path-classes');
    expect(limits.join()).toContain('matched by path and class');
    expect(suspects).toHaveLength(1);
    expect(suspects[0]).toMatchObject({ kind: 'map', fingerprint: known.fingerprint, confirmed: true });
    // Which keys and values belong together is not known without ids.
    expect(Math.abs(suspects[0].growth.objectsPerInterval - 20)).toBeLessThanOrEqual(2);
    expect(suspects[0].confidence).toBeLessThan(known.confidence);
  });

  it('tell of a list whose links hang on each other', async () => {
    const files = filesOf((h) => {
      let last = h.object('Head', { size: 32 });
      moduleScope(h).variable('list', last);
      everyInterval(h, () => {
        for (let i = 0; i < 20; i++) {
          const link = h.object('Link', { size: 200 });
          last.property('next', link);
          last = link;
        }
      });
    });
    const [known] = (await find(files)).suspects;
    const { suspects } = await find(renumbered(files));
    expect(suspects).toHaveLength(1);
    expect(suspects[0]).toMatchObject({ fingerprint: known.fingerprint, entryClass: 'Link' });
    expect(suspects[0].growth.objectsPerInterval).toBe(20);
  });

  it('stay silent on records in records that are made anew', async () => {
    const files = filesOf((h) => {
      const settings = h.object('Object', { size: 64 });
      moduleScope(h).variable('settings', settings);
      everyInterval(h, (interval) => {
        // As many in each capture, at other depths.
        for (const [k, part] of ['a', 'b', 'c', 'd'].entries()) {
          let record = h.object('Object', { size: 400 });
          settings.property(part, record);
          for (let depth = 0; depth < 5 + ((interval + k) % 4); depth++) {
            const inner = h.object('Object', { size: 400 });
            record.property('inner', inner);
            record = inner;
          }
        }
      });
    });
    expect((await find(renumbered(files))).suspects).toEqual([]);
  });

  it('stay silent on a working set and on a container of constant size', async () => {
    const files = filesOf((h) => {
      const scope = moduleScope(h);
      const recent = h.map();
      const keys: DrawnNode[] = [];
      scope.variable('recent', recent);
      everyInterval(h, (interval) => {
        scope.variable('turn', h.object('Turn', { size: 24 }).property('work', session(h)));
        for (let i = 0; i < 30; i++) {
          if (interval > 0) recent.delete(keys.shift()!);
          keys.push(h.string('k', { size: 32 }));
          recent.set(keys.at(-1)!, session(h));
        }
      });
    });
    expect((await find(renumbered(files))).suspects).toEqual([]);
  });
});
