import { afterAll, describe, expect, it } from 'vitest';
import { everyInterval, moduleScope, suspectsIn } from '../../testing/drawn-growth.ts';
import { sessions } from '../../testing/example-reports.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';
import { mergeSuspects } from '../explain/merge-suspects.ts';
import { placeOf } from '../report/path-text.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

describe('entries from before the first capture', () => {
  it('have bytes, also if those that came later are of another class', async () => {
    const [suspect] = await suspectsIn(scratch, (h) => {
      const cache = h.map();
      moduleScope(h).variable('cache', cache);
      for (let i = 0; i < 75; i++)
        cache.set(h.string(`old ${i}`, { size: 24 }), h.object('Legacy', { size: 200 }));
      h.capture();
      for (let interval = 0; interval < 3; interval++) {
        for (let i = 0; i < 20; i++)
          cache.set(h.string(`${interval}.${i}`, { size: 24 }), h.object('Session', { size: 300 }));
        h.capture();
      }
    });
    expect(suspect.survivors.counts).toEqual([75, 20, 20, 20]);
    expect(suspect.survivors.bytes[0]).toBe(75 * 224);
    expect(suspect.evidence[0]).toBe('survivors by birth: 20 / 20 / 20 (before the first capture: 75)');
  });

  it('of a chain are counted, also if newer links were put in front of them', async () => {
    const [suspect] = await suspectsIn(scratch, (h) => {
      const stack = h.object('Stack');
      moduleScope(h).variable('stack', stack);
      let head = h.object('Node', { size: 100 });
      for (let i = 0; i < 49; i++) head = h.object('Node', { size: 100 }).property('next', head);
      stack.property('head', head);
      h.capture();
      for (let interval = 0; interval < 3; interval++) {
        for (let i = 0; i < 30; i++) head = h.object('Node', { size: 100 }).property('next', head);
        stack.property('head', head);
        h.capture();
      }
    });
    // The head of the list is a property of its own, and no link.
    expect(suspect.survivors.counts).toEqual([50, 30, 30, 29]);
    expect(suspect.survivors.bytes[0]).toBe(5000);
    expect(suspect.path.at(-1)).toMatchObject({ kind: 'chain', repeats: 139 });
  });

  it('of a chain do not count what was appended to them later', async () => {
    const [suspect] = await suspectsIn(scratch, (h) => {
      let tail = h.object('Node', { size: 100 });
      moduleScope(h).variable('head', tail);
      everyInterval(h, () => {
        for (let i = 0; i < 30; i++) {
          const next = h.object('Node', { size: 100 });
          tail.property('next', next);
          tail = next;
        }
      });
    });
    const { counts, bytes } = suspect.survivors;
    expect(bytes[0]).toBe(counts[0] * 100);
  });
});

describe('a listener that is added again and again', () => {
  it('is where it is written, and not in Node', async () => {
    const [suspect] = await suspectsIn(scratch, (h) => {
      const list = h.object('Array');
      const store = h.object('Object').property('changed', list);
      const bus = h
        .object('EventEmitter', { location: { url: 'node:events', line: 219 } })
        .property('_events', store);
      h.root.element(9, h.closure('emit', h.context(), { location: { url: 'node:events', line: 1 } }));
      moduleScope(h).variable('bus', bus);
      everyInterval(h, () => {
        for (let i = 0; i < 20; i++) {
          const location = { url: 'file:///app/src/handler.mjs', line: 33, column: 20 };
          list.push(h.closure('onChanged', h.context({ size: 100 }), { size: 64, location }));
        }
      });
    });
    expect(suspect.kind).toBe('listeners');
    expect(suspect.path[1].location).toBeUndefined();
    expect(placeOf(suspect)).toBe('/app/src/handler.mjs:33 (function onChanged)');
  });

  it('without a place of its own is in the module that holds the emitter', () => {
    const path = [
      { edge: '', name: 'src/bus.mjs', kind: 'module' },
      { edge: 'bus', name: 'EventEmitter', kind: 'object', location: 'node:events:219' },
      { edge: '._events', name: 'Object', kind: 'object' },
      { edge: '[]', name: 'function onChanged', kind: 'entry' },
    ] as const;
    expect(placeOf({ kind: 'listeners', path })).toBe('src/bus.mjs (module scope)');
    expect(placeOf({ kind: 'listeners', path: path.slice(1) })).toBe('node:events:219');
  });
});

describe('suspects that are reported as one', () => {
  const listeners = (event: string, each: number) => ({
    ...sessions,
    kind: 'listeners' as const,
    holders: [{ name: 'Array', expression: `bus._events.${event}`, path: [], share: 1 }],
    survivors: { counts: [0, each, each], bytes: [0, each * 100, each * 100] },
  });

  it('have holders with the shares of all of their objects', () => {
    const [merged] = mergeSuspects([listeners('open', 30), listeners('close', 10)]);
    expect(merged.holders.map(({ expression, share }) => [expression, share])).toEqual([
      ['bus._events.open', 0.75],
      ['bus._events.close', 0.25],
    ]);
  });
});
