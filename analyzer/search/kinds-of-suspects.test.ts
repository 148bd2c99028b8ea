import { afterAll, describe, expect, it } from 'vitest';
import * as drawn from '../../testing/drawn-growth.ts';
import { everyInterval, moduleScope } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const suspectsIn = (draw: (h: HeapDrawing) => void) => drawn.suspectsIn(scratch, draw);

function session(h: HeapDrawing): DrawnNode {
  return h.object('Session', { size: 120 });
}

describe('plain objects within plain objects', () => {
  it('are the entries of a dictionary, and no chain', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const byRoute = h.object('Object', { size: 24 });
      moduleScope(h).variable('byRoute', byRoute);
      everyInterval(h, (interval) => {
        for (let i = 0; i < 20; i++) {
          const labels = h.object('Object', { size: 40 });
          byRoute.property(
            `GET /${interval}/${i}`,
            h.object('Object', { size: 40 }).property('labels', labels),
          );
        }
      });
    });
    expect(others).toEqual([]);
    expect(suspect).toMatchObject({ kind: 'dictionary', entryClass: 'Object' });
    expect(suspect.title).toBe('Object `byRoute` used as a dictionary gains 20 keys per interval');
    expect(suspect.survivors.counts.slice(1)).toEqual([20, 20, 20]);
  });

  it('are told apart by their names', async () => {
    const suspects = await suspectsIn((h) => {
      const [users, rooms] = [h.object('Object'), h.object('Object')];
      moduleScope(h).variable('state', h.object('Object').property('users', users).property('rooms', rooms));
      everyInterval(h, (interval) => {
        for (let i = 0; i < 30; i++)
          users.property(`user ${interval} ${i}`, h.object('Object', { size: 200 }));
        for (let i = 0; i < 20; i++)
          rooms.property(`room ${interval} ${i}`, h.object('Object', { size: 200 }));
      });
    });
    expect(
      suspects.map(({ holders, survivors }) => [holders[0].expression, survivors.counts.slice(1)]),
    ).toEqual([
      ['state.users', [30, 30, 30]],
      ['state.rooms', [20, 20, 20]],
    ]);
  });
});

describe('a list that is copied for each change', () => {
  it('is named where its scope holds the new copy and the one before', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const scope = moduleScope(h);
      const store = h.object('Store', { size: 24 });
      scope.variable('store', store);
      const inner = h.context({ size: 48 });
      store.property('dispatch', h.closure('dispatch', inner, { size: 64 }));
      const listeners: DrawnNode[] = [];
      everyInterval(h, () => {
        for (let i = 0; i < 20; i++)
          listeners.push(h.closure('update', h.context({ size: 200 }), { size: 64 }));
        for (const [name, some] of [
          ['currentListeners', listeners.slice(0, -5)],
          ['nextListeners', listeners],
        ] as const) {
          const copy = h.object('Array', { size: 32 });
          for (const listener of some) copy.push(listener);
          inner.remove(name).variable(name, copy);
        }
      });
    });
    expect(others).toEqual([]);
    expect(suspect.title).toBe('Array `currentListeners` gains 20 entries per interval');
    expect(suspect.holders.map(({ expression }) => expression)).toEqual([
      'currentListeners',
      'nextListeners',
    ]);
  });
});

describe('kinds of leaks', () => {
  it('names both holders when two Maps hold the same objects', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const scope = moduleScope(h);
      const [byId, byName] = [h.map(), h.map()];
      scope.variable('byId', byId).variable('byName', byName);
      everyInterval(h, () => {
        for (let i = 0; i < 20; i++) {
          const held = session(h);
          byId.set(h.string('id', { size: 24 }), held);
          byName.set(h.string('name', { size: 24 }), held);
        }
      });
    });
    expect(others).toEqual([]);
    expect(suspect.holders.map((holder) => holder.expression).sort()).toEqual(['byId', 'byName']);
    expect(suspect.holders.map((holder) => holder.share)).toEqual([1, 1]);
  });

  it('folds a linked list of 50,000 links', async () => {
    const [suspect] = await suspectsIn((h) => {
      const list = h.object('History', { size: 24 });
      moduleScope(h).variable('history', list);
      let tail = list;
      everyInterval(h, () => {
        for (let i = 0; i < 12_500; i++) {
          const link = h.object('Turn', { size: 40 });
          tail.property(tail === list ? 'head' : 'next', link);
          tail = link;
        }
      });
    });
    expect(suspect).toMatchObject({ kind: 'linked-list', entryClass: 'Turn' });
    expect(suspect.title).toContain('gains 12,500 links per interval');
    expect(suspect.path.at(-1)).toMatchObject({ edge: '.next', kind: 'chain' });
  });

  it('collapses a rope to one string buffer', async () => {
    const [suspect] = await suspectsIn((h) => {
      const run = h.object('Run', { size: 24 });
      moduleScope(h).variable('run', run);
      let text = h.string('start');
      everyInterval(h, () => {
        for (let i = 0; i < 100; i++) {
          const rope = h.node('concatenated string', '', { size: 32 });
          text = rope.internal('first', text).internal('second', h.string('chunk', { size: 40 }));
        }
        run.property('output', text);
      });
    });
    expect(suspect).toMatchObject({ kind: 'string-buffer' });
    expect(suspect.title).toMatch(/^string `run\.output` gains 100 appends per interval/);
  });

  it('stays silent on a value that grew once of two times', async () => {
    const suspects = await suspectsIn((h) => {
      const pool = h.object('Pool');
      moduleScope(h).variable('pool', pool);
      for (const size of [5_000, 20_000, 20_000]) {
        pool.remove('buffer').property('buffer', h.string('buffer', { size }));
        h.capture();
      }
    });
    expect(suspects).toEqual([]);
  });

  it('follows a string that is replaced by a longer one', async () => {
    const [suspect] = await suspectsIn((h) => {
      const chat = h.object('Chat', { size: 24 });
      moduleScope(h).variable('chat', chat);
      everyInterval(h, (interval) =>
        chat.property('buffer', h.string('…', { size: 10_000 + 5000 * interval })),
      );
    });
    expect(suspect).toMatchObject({ kind: 'string-buffer', confirmed: true });
    expect(suspect.title).toBe('string `chat.buffer` grows by 4.9 KiB per interval');
    expect(suspect.path.at(-1)).toMatchObject({ edge: '.buffer', growing: true });
  });

  it('names the emitter and the event of listeners that pile up', async () => {
    const [suspect] = await suspectsIn((h) => {
      const bus = h.object('OrderBus', { size: 40 });
      const events = h.object('Object', { size: 24 });
      const list = h.object('Array', { size: 32 });
      const scope = moduleScope(h).variable('bus', bus);
      bus.property('_events', events.property('created', list));
      everyInterval(h, () => {
        for (let i = 0; i < 20; i++) {
          const request = h.context({ size: 40 }).variable('request', session(h)).internal('previous', scope);
          list.push(h.closure('onCreated', request, { size: 64 }));
        }
      });
    });
    expect(suspect.kind).toBe('listeners');
    expect(suspect.title).toBe(
      'OrderBus `bus` gains 20 listeners of "created" per interval and never loses any',
    );
  });

  it('tells what timers call, and on behalf of which object', async () => {
    const [suspect] = await suspectsIn((h) => {
      const list = h.object('TimersList');
      const lists = h.object('Object').property('300000', list);
      moduleScope(h, 'node:internal/timers').variable('timerListMap', lists);
      const check = h.closure('_checkData', undefined, {
        location: { url: 'file:///app/cache.js', line: 622 },
      });
      let last = list;
      everyInterval(h, () => {
        for (let i = 0; i < 20; i++) {
          const bound = h.closure('native_bind').internal('bound_function', check);
          bound.internal('bound_this', h.object('NodeCache', { size: 400 }));
          const timer = h.object('Timeout', { size: 120 }).property('_onTimeout', bound);
          last.property('_idleNext', timer);
          last = timer;
        }
      });
    });
    expect(suspect.title).toBe(
      "timer callback `_checkData` (/app/cache.js:622) gains 20 timers per interval, kept by Node's timer list",
    );
    expect(suspect.evidence).toContain(
      'one of them calls function _checkData of NodeCache (/app/cache.js:622), and keeps everything it closes over',
    );
  });

  it('says of an array called queue that it is one', async () => {
    const [suspect] = await suspectsIn((h) => {
      const owner = h.object('AsyncQueue', { size: 24 });
      const queue = h.object('Array', { size: 32 });
      moduleScope(h).variable('events', owner.property('queue', queue));
      everyInterval(h, () => {
        for (let i = 0; i < 20; i++) queue.push(h.string('event', { size: 200 }));
      });
    });
    expect(suspect).toMatchObject({
      kind: 'queue',
      title: 'queue `events.queue` of AsyncQueue gains 20 entries per interval and never loses any',
    });
  });

  it('is less sure of a container with a bound next to it', async () => {
    const draw = (bounded: boolean) => (h: HeapDrawing) => {
      const cache = h.object('Cache', { size: 24 });
      const entries = h.map();
      cache.property('entries', entries);
      if (bounded) cache.property('maxEntries', h.node('number', 'number', { size: 16 }));
      moduleScope(h).variable('cache', cache);
      everyInterval(h, () => {
        for (let i = 0; i < 20; i++) entries.set(h.string('k', { size: 32 }), session(h));
      });
    };
    const [free] = await suspectsIn(draw(false));
    const [bounded] = await suspectsIn(draw(true));
    expect(bounded.confidence).toBeLessThan(free.confidence);
    expect(bounded.evidence.join()).toContain('`maxEntries` is next to it');
  });
});

describe('keys, which are data', () => {
  const person = 'bob@x.example';

  it('are in no part of a report, however few they are', async () => {
    const suspects = await suspectsIn((h) => {
      const perUser = h.object('Object', { size: 24 });
      const lists = h.object('Array');
      const byName = h.object('Object');
      const emitter = h.object('Bus');
      const events = h.object('Object');
      const listeners = h.object('Array');
      moduleScope(h).variable('perUser', perUser).variable('byName', byName).variable('bus', emitter);
      emitter.property('_events', events.property(person, listeners));
      perUser.property(person, lists);
      for (let i = 0; i < 20; i++) byName.property(`name${i}`, h.string(`text ${i}`));
      const [listStore, listenerStore] = [h.array(), h.array()];
      lists.internal('elements', listStore);
      listeners.internal('elements', listenerStore);
      let at = 0;
      everyInterval(h, (interval) => {
        for (let i = 0; i < 20; i++) {
          listStore.internal(`${at}`, session(h));
          listenerStore.internal(`${at++}`, h.closure('', h.context().variable('of', session(h))));
          byName.property(`late${interval}${i}`, h.string(`text ${interval} ${i}`));
        }
      });
    });
    const text = JSON.stringify(suspects);
    expect(suspects.length).toBeGreaterThan(1);
    expect(text).toContain('perUser[key]');
    expect(text).not.toContain(person);
    expect(text).not.toMatch(/name\d|late\d/);
  });
});
