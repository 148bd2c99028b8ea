import { afterAll, describe, expect, it } from 'vitest';
import * as drawn from '../../testing/drawn-growth.ts';
import { everyInterval, moduleScope } from '../../testing/drawn-growth.ts';
import type { DrawnNode } from '../../testing/drawn-node.ts';
import type { HeapDrawing } from '../../testing/heap-builder.ts';
import { ScratchFolder } from '../../testing/scratch-folder.ts';

const scratch = new ScratchFolder();
afterAll(() => scratch.remove());

const suspectsIn = (draw: (h: HeapDrawing) => void) => drawn.suspectsIn(scratch, draw);

/** Twenty objects more in each interval. */
function fillMap(h: HeapDrawing, draw: (map: DrawnNode) => void): void {
  const map = h.map();
  draw(map);
  everyInterval(h, () => {
    for (let i = 0; i < 40; i++) map.set(h.string('key', { size: 32 }), h.object('Session', { size: 120 }));
  });
}

describe('a kind is that of the holder itself', () => {
  it('of a Map in the result of a promise, it is a map', async () => {
    const [suspect, ...others] = await suspectsIn((h) =>
      fillMap(h, (map) => {
        const project = h.object('Project', { size: 40 });
        const result = h.object('Object').property('index', h.object('Index').property('hashes', map));
        project.property('opened', h.object('Promise').internal('reactions_or_result', result));
        moduleScope(h).variable('project', project);
      }),
    );
    expect(others).toEqual([]);
    expect(suspect).toMatchObject({ kind: 'map' });
    expect(suspect.title).toBe(
      'Map `(await project.opened).index.hashes` gains 40 entries per interval and never loses any',
    );
  });

  it('of reactions on a promise, it is promises', async () => {
    const [suspect] = await suspectsIn((h) => {
      const ready = h.object('Promise', { size: 40 });
      moduleScope(h).variable('ready', ready);
      let last = ready;
      everyInterval(h, () => {
        for (let i = 0; i < 40; i++) {
          const reaction = h.node('hidden', 'system / PromiseReaction', { size: 64 });
          last.internal(last === ready ? 'reactions_or_result' : 'next', reaction);
          last = reaction;
        }
      });
    });
    expect(suspect).toMatchObject({ kind: 'promises' });
    expect(suspect.title).toMatch(/^promise `ready` gains 40 reactions/);
  });

  it('of an array that a timer happens to lead to, it is an array', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const lists = h.object('Object', { size: 24 });
      moduleScope(h, 'node:internal/timers').variable('timerListMap', lists);
      const engine = h.object('Engine', { size: 48 });
      const messages = h.object('Array', { size: 32 });
      engine.property('messages', messages);
      const idle = h.closure('idle', h.context().variable('this', engine));
      const timer = h.object('Timeout', { size: 200 }).property('_onTimeout', idle);
      lists.property('3600000', h.object('TimersList').property('_idleNext', timer));
      everyInterval(h, () => {
        for (let i = 0; i < 40; i++) messages.push(h.object('Message', { size: 120 }));
      });
    });
    expect(others).toEqual([]);
    expect(suspect).toMatchObject({ kind: 'array' });
    expect(suspect.title).toBe(
      'Array `this.messages` of Engine gains 40 entries per interval and never loses any',
    );
  });

  it('of one timer that gains a symbol for each AsyncLocalStorage, it is these', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const timer = h.object('Timeout', { size: 200 });
      moduleScope(h).variable('heartbeat', timer);
      const symbols: DrawnNode[] = [];
      everyInterval(h, () => {
        const store = h.array({ size: 4096 });
        timer.internal('properties', store);
        for (let i = 0; i < 40; i++) symbols.push(h.node('symbol', 'kResourceStore', { size: 32 }));
        for (const [i, symbol] of symbols.entries()) store.internal(String(3 * i), symbol);
      });
    });
    expect(others).toEqual([]);
    expect(suspect.title).toMatch(/^Timeout `heartbeat` gains 40 symbol keys per interval/);
    expect(suspect.remedy[0]).toContain('AsyncLocalStorage');
  });
});

describe('names', () => {
  it('of the value of a WeakMap are those of the map and of the living key', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const turnsOf = h.weakMap();
      const [room, turns] = [h.object('Room'), h.object('Array', { size: 32 })];
      moduleScope(h).variable('turnsOf', turnsOf).variable('room', room);
      turnsOf.set(room, turns);
      everyInterval(h, () => {
        for (let i = 0; i < 40; i++) turns.push(h.object('Turn', { size: 120 }));
      });
    });
    expect(others).toEqual([]);
    expect(suspect.title).toBe('Array `turnsOf.get(room)` gains 40 entries per interval and never loses any');
  });

  it('of an imported Map are those it is exported by', async () => {
    const [suspect] = await suspectsIn((h) =>
      fillMap(h, (map) => {
        const cell = h.node('hidden', 'system / Cell').internal('value', map);
        const imports = h.array().internal('0', cell);
        moduleScope(h).internal('imports', imports);
        const names = h.array().internal('5', h.string('registry')).internal('6', cell);
        h.root.element(9, h.node('synthetic', '(Builtins)', { size: 0 }).element(0, names));
      }),
    );
    expect(suspect.title).toBe('Map `registry` gains 40 entries per interval and never loses any');
  });

  it('of signals that only Node keeps lead with the listener', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const kept = h.object('SafeSet', { size: 32 });
      moduleScope(h, 'node:internal/abort_controller').variable('gcPersistentSignals', kept);
      const table = h.array({ size: 40_000 });
      kept.internal('table', table);
      const place = { url: 'file:///app/src/turns.mjs', line: 4 };
      let count = 0;
      everyInterval(h, () => {
        for (let i = 0; i < 40; i++) {
          const listener = h
            .object('Listener')
            .property('callback', h.closure('onStop', h.context(), { location: place }));
          table.internal(
            String(1200 + 2 * count++),
            h.object('AbortSignal', { size: 96 }).property('<symbol kEvents>', listener),
          );
        }
      });
    });
    expect(others).toEqual([]);
    expect(suspect).toMatchObject({ kind: 'listeners' });
    expect(suspect.title).toMatch(
      /^abort listener `onStop` \(\/app\/src\/turns.mjs:4\) gains 40 AbortSignals per interval/,
    );
    expect(suspect.path.at(-1)).toMatchObject({ name: 'function onStop', location: '/app/src/turns.mjs:4' });
  });

  it('of signals that follow another lead with that signal', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const followers = h.object('SafeSet', { size: 32 });
      const signal = h.object('AbortSignal').property('<symbol kDependantSignals>', followers);
      moduleScope(h).variable('stop', h.object('AbortController').property('#signal', signal));
      const table = h.array({ size: 40_000 });
      followers.internal('table', table);
      let count = 0;
      everyInterval(h, () => {
        for (let i = 0; i < 40; i++)
          table.internal(String(1200 + 2 * count++), h.object('SafeWeakRef', { size: 32 }));
      });
    });
    expect(others).toEqual([]);
    expect(suspect).toMatchObject({ kind: 'set' });
    expect(suspect.title).toMatch(/^AbortSignal `stop.#signal` gains 40 signals that follow it per interval/);
    expect(suspect.remedy[0]).toContain('AbortSignal.any');
  });

  it('of one growing value have its own size, not that of its owner', async () => {
    const [suspect] = await suspectsIn((h) => {
      const service = h.object('Service', { size: 24 });
      service.property('table', h.object('Array', { size: 4_000_000 }));
      moduleScope(h).variable('service', service);
      everyInterval(h, (k) => service.property('last', h.string(`line ${k}`, { size: 20_000 * (k + 1) })));
    });
    expect(suspect).toMatchObject({ kind: 'string-buffer', retainedSize: 80_000 });
  });
});

describe('paths', () => {
  it('do not lead through a resource that happened to keep an async store', async () => {
    const [suspect] = await suspectsIn((h) =>
      fillMap(h, (map) => {
        const server = h.object('Server').property('state', h.object('State').property('sessions', map));
        const ready = h.object('Promise').property('<symbol kResourceStore>', map);
        moduleScope(h).variable('server', server).variable('ready', ready);
      }),
    );
    expect(suspect.title).toBe(
      'Map `server.state.sessions` gains 40 entries per interval and never loses any',
    );
  });
});

describe('one object in each interval', () => {
  const reports = (size: number) => (h: HeapDrawing) => {
    const list = h.object('Array', { size: 32 });
    moduleScope(h).variable('reports', list);
    everyInterval(h, (k) => list.push(h.string(`report ${k}`, { size })));
  };

  it('is growth where each is large, and told with little confidence', async () => {
    const [suspect] = await suspectsIn(reports(1_000_000));
    expect(suspect.title).toBe('Array `reports` gains 1 entry per interval and never loses any');
    expect(suspect.confidence).toBeLessThan(0.75);
    expect(suspect.evidence.join()).toContain(
      'only 3 new entries in 3 min: entries that expire later look the same',
    );
  });

  it('is chance where each is small', async () => {
    expect(await suspectsIn(reports(1_500))).toEqual([]);
  });
});

describe('what native code alone holds', () => {
  it('comes with no advice to cut a reference, and says what a snapshot leaves out', async () => {
    const [suspect] = await suspectsIn((h) => {
      const handles = h.node('synthetic', '(Global handles)', { size: 0 });
      h.root.element(3, handles);
      let count = 0;
      everyInterval(h, () => {
        for (let i = 0; i < 40; i++) handles.internal(String(count++), h.object('Blob', { size: 80 }));
      });
    });
    expect(suspect.title).toBe('native code gains 40 Blob objects per interval');
    expect(suspect.path.map(({ edge, name }) => `${edge} ${name}`)).toEqual(['(native handle) Blob']);
    expect(suspect.remedy.join()).not.toContain('reference to cut');
    expect(suspect.evidence.join()).toContain('does not show the native memory behind each');
  });
});

describe('structures', () => {
  it('of plain objects, one key a letter, are one tree', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const words = h.object('Object', { size: 80 });
      moduleScope(h).variable('words', words);
      const children = new Map<DrawnNode, Map<string, DrawnNode>>();
      let word = 0;
      everyInterval(h, () => {
        for (let i = 0; i < 150; i++) {
          let node = words;
          for (const letter of String(++word * 7919 + 17)) {
            const below = children.get(node) ?? new Map<string, DrawnNode>();
            children.set(node, below);
            const next = below.get(letter) ?? h.object('Object', { size: 80 });
            below.set(letter, next);
            node.property(`d${letter}`, next);
            node = next;
          }
        }
      });
    });
    expect(others).toEqual([]);
    expect(suspect).toMatchObject({ kind: 'dictionary', confirmed: true });
    expect(suspect.title).toMatch(/^tree of Objects at `words` gains \d+ branches per interval$/);
    expect(suspect.path.map(({ edge }) => edge)).toEqual(['', 'words', '[key]']);
  });

  it('is proven where they are Maps, although the Map at the top has all its entries from the start', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const top = h.map();
      moduleScope(h).variable('words', top);
      const firsts = Array.from({ length: 10 }, (_, i) => {
        const first = h.map();
        top.set(i, first);
        return first;
      });
      let word = 0;
      everyInterval(h, () => {
        for (let k = 0; k < 40; k++) {
          let map = firsts[word % 10];
          for (let depth = 0; depth < 10; depth++) {
            const next = h.map();
            map.set(depth === 0 ? word : depth, next);
            map = next;
          }
          word++;
        }
      });
    });
    expect(others).toEqual([]);
    expect(suspect).toMatchObject({ confirmed: true });
    expect(suspect.slowing).toBeUndefined();
    expect(suspect.title).toMatch(/^(?:chain|tree) of Map at `words` gains \d+ \w+ per interval$/);
    expect(suspect.evidence.join()).not.toContain('entries at each capture');
  });

  it('keeps the name of a variable whose scope holds the list', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const ring = h.object('Object', { size: 100 });
      moduleScope(h).variable('ring', ring);
      let last = ring;
      everyInterval(h, () => {
        for (let i = 0; i < 40; i++) {
          const entry = h.object('Object', { size: 100 });
          entry.property('prev', last.property('next', entry));
          entry.property('next', ring);
          ring.property('prev', entry);
          last = entry;
        }
      });
    });
    expect(others).toEqual([]);
    expect(suspect.title).toMatch(
      /^doubly linked list of Object at `ring` gains (?:39|40) links per interval/,
    );
  });

  it('with links in both directions are lists, held by what has the first link', async () => {
    const [suspect, ...others] = await suspectsIn((h) => {
      const recent = h.object('Object', { size: 40 });
      moduleScope(h).variable('recent', recent);
      let last: DrawnNode | undefined;
      everyInterval(h, () => {
        for (let i = 0; i < 40; i++) {
          const entry = h.object('Object', { size: 100 });
          if (last === undefined) recent.property('head', entry);
          else entry.property('prev', last.property('next', entry));
          recent.property('tail', entry);
          last = entry;
        }
      });
    });
    expect(others).toEqual([]);
    expect(suspect).toMatchObject({ kind: 'linked-list' });
    expect(suspect.title).toMatch(/^doubly linked list of Object at `recent` gains 40 links per interval/);
  });
});
