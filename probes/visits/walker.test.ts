import { types } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, vi } from 'vitest';
import type { WalkLimits } from './walked.ts';
import type { Walker } from './walker.ts';
import { walkerText } from './walker-text.ts';

/** The walker as a target gets it: as text, in a realm of its own. */
const limits: WalkLimits = {
  objects: 20_000,
  depth: 8,
  time: 1_000,
  beside: 1_000,
  places: 4_000,
  opened: 24,
};
const realm = { global: globalThis, getOwnPropertyDescriptor: Reflect.getOwnPropertyDescriptor };
const walkerWith = (more: Partial<WalkLimits> = {}): Walker =>
  runInNewContext(walkerText)(types, realm, { ...limits, ...more });

interface Measured {
  readonly id: number;
  readonly size: number;
  readonly kind?: string;
  readonly path?: readonly (readonly [string, string, string])[];
  readonly entry?: string;
  readonly bytes?: number;
  readonly weak?: string;
  readonly limit?: { readonly name: string; readonly value: number };
  readonly leaves?: { readonly name: string; readonly at: number };
}
const root = JSON.stringify([{ path: [['', 'app.mjs', 'module']], rank: 0, scope: 'module 1' }]);
const visit = (walker: Walker, variables: object): Measured[] => {
  walker.begin();
  walker.walk([variables], root);
  return JSON.parse(walker.measure());
};
const named = (measured: readonly Measured[]) =>
  measured.flatMap(({ path, kind, size }) =>
    path === undefined
      ? []
      : [
          `${path
            .slice(1)
            .map(([edge]) => edge)
            .join('')} ${kind} ${size}`,
        ],
  );
const filled = <T>(length: number, make: (i: number) => T) => Array.from({ length }, (_, i) => make(i));

it('walks what the program put on globalThis, and nothing that Node has there', () => {
  const ours = globalThis as { visitedByName?: unknown };
  ours.visitedByName = { sessions: new Map(filled(20, (i) => [i, { i }])) };
  const hidden = { value: new Map(filled(20, (i) => [i, i])), enumerable: false, configurable: true };
  Object.defineProperty(ours, 'visitedHidden', hidden);
  try {
    const walker = walkerWith();
    walker.begin();
    const path = [['', 'globalThis', 'object']];
    walker.walk([globalThis], JSON.stringify([{ path, rank: 1, scope: 'global' }]));
    const places = named(JSON.parse(walker.measure()));
    expect(places).toContain('.visitedByName.sessions map 20');
    expect(places.join()).not.toMatch(/visitedHidden|setTimeout|process|Buffer/);
  } finally {
    for (const name of ['visitedByName', 'visitedHidden']) Reflect.deleteProperty(ours, name);
  }
});

it('measures what variables lead to', () => {
  const list: { value: number; next?: object } = { value: 0 };
  let last: { next?: object } = list;
  for (let i = 0; i < 20; i += 1) {
    last.next = { value: i };
    last = last.next;
  }
  const variables = {
    sessions: new Map(filled(20, (i) => [i, { i }])),
    hub: { seen: new Set(filled(30, (i) => i)), handlers: { message: filled(40, (i) => () => i) } },
    byId: Object.fromEntries(filled(50, (i) => [`id${i}`, { i }])),
    list,
    text: 'x'.repeat(2_000),
    body: Buffer.alloc(5_000),
    few: [1, 2],
  };
  expect(named(visit(walkerWith(), variables)).sort()).toEqual([
    'byId dictionary 50',
    'few array 2',
    'hub.handlers.message array 40',
    'hub.seen set 30',
    'list linked-list 21',
    'sessions map 20',
    'text string 2000',
  ]);
});

it('knows a Map by what it is, whatever its prototype says', () => {
  const bare = Object.setPrototypeOf(new Map(filled(20, (i) => [i, i])), null);
  class Cache extends Map<number, number> {}
  // As Node makes those of its own, such as the listeners of an AbortSignal.
  class Safe extends Map<number, number> {}
  const safe = new Safe(filled(50, (i) => [i, i]));
  Object.setPrototypeOf(Safe.prototype, null);
  const derived = new Cache(filled(30, (i) => [i, i]));
  const literal = { inner: new Set(filled(40, (i) => i)) };
  // What only looks like one must not stop the walk.
  const fake = Object.create(Map.prototype);
  expect(named(visit(walkerWith(), { fake, literal, bare, derived, safe })).sort()).toEqual([
    'bare map 20',
    'derived map 30',
    'literal.inner set 40',
    'safe map 50',
  ]);
});

it('looks at what is near even if other processes took all of its time', () => {
  const state = { list: filled(20, (i) => i), inner: { byId: new Map(filled(20, (i) => [i, i])) } };
  expect(named(visit(walkerWith({ time: -1_000, beside: -1_000 }), { state })).sort()).toEqual([
    'state.inner.byId map 20',
    'state.list array 20',
  ]);
});

it('knows a place again by its identity, and says what is new in it', () => {
  class Session {
    note = 'x'.repeat(100);
  }
  const walker = walkerWith();
  const variables = { sessions: new Map(filled(20, (i) => [i, new Session()])) };
  const [first] = visit(walker, variables);
  for (let i = 20; i < 50; i += 1) variables.sessions.set(i, new Session());
  const [second] = visit(walker, {});
  expect(second).toMatchObject({ id: first!.id, size: 50, entry: 'Session' });
  expect(second!.path).toBeUndefined();
  expect(second!.bytes).toBeGreaterThan(100);
  expect(second!.bytes).toBeLessThan(400);
});

it('measures what functions have as properties', () => {
  const createLog = Object.assign(() => {}, { instances: filled(20, (i) => () => i) });
  expect(named(visit(walkerWith(), { createLog }))).toEqual(['createLog.instances array 20']);
});

it('never looks into the global object, of which V8 lets not everything be read from another realm', () => {
  const global = { lazy: filled(20, (i) => i) };
  const walker = runInNewContext(walkerText)(types, { ...realm, global }, limits);
  expect(visit(walker, { root: global, inside: { global } })).toEqual([]);
});

it('tells of weak references whether the oldest one still has its target', () => {
  const walker = walkerWith();
  const variables = { logs: new Set(filled(20, (i) => new WeakRef({ i }))) };
  visit(walker, variables);
  variables.logs.add(new WeakRef({ i: 20 }));
  expect(visit(walker, variables)).toMatchObject([{ size: 21, entry: 'WeakRef', weak: 'alive' }]);
});

/** The one place of these variables, after it was filled further. */
const grown = (variables: object, fill: () => void, walker = walkerWith()): Measured => {
  visit(walker, variables);
  fill();
  return visit(walker, variables).find(({ entry }) => entry !== undefined)!;
};
const add = (map: Map<number, unknown>, count: number) => {
  for (let i = 0; i < count; i += 1) map.set(map.size, { i });
};

it.each<[string, (map: Map<number, unknown>) => object, string | undefined]>([
  ['a property of its owner', (map) => ({ cache: { map, maxSize: 60 } }), 'maxSize'],
  ['what the owner was made with', (map) => ({ cache: { store: { map }, _max: 60 } }), '_max'],
  ['its own property', (map) => ({ cache: Object.assign(map, { limit: 60 }) }), 'limit'],
  ['a variable beside it', (cache) => ({ cache, MAX_ENTRIES: 60 }), 'MAX_ENTRIES'],
  ['a variable that is called after it', (sessions) => ({ sessions, SESSION_LIMIT: 60 }), 'SESSION_LIMIT'],
  ['no variable that is called after others', (sessions) => ({ sessions, MAX_RETRIES: 60 }), undefined],
  ['no number of another name', (map) => ({ cache: { map, port: 8080 } }), undefined],
  ['no limit that it has passed', (map) => ({ cache: { map, maxSize: 39 } }), undefined],
  ['the tightest of several', (map) => ({ cache: { map, max: 1e6, limit: 40 } }), 'limit'],
])('tells what may limit a place: %s', (_, around, name) => {
  const map = new Map<number, unknown>();
  add(map, 20);
  expect(grown(around(map), () => add(map, 20)).limit?.name).toBe(name);
});

it('takes a private number for a limit if a table is as long, whatever minifying called it', () => {
  const limitOf = (table: number) => {
    const walker = walkerWith();
    class Cache {
      #secret = true;
      entries = new Map<number, unknown>();
      isOpen = () => this.#secret;
    }
    const cache = new Cache();
    add(cache.entries, 20);
    walker.begin();
    walker.walk([{ cache }], root);
    expect(walker.unopened()[0]).toBe(cache);
    walker.open(0, [60, filled(table, () => 0)], JSON.stringify([{ name: '#o' }, { name: '#l' }]));
    walker.measure();
    return grown({ cache }, () => add(cache.entries, 20), walker).limit;
  };
  expect(limitOf(60)).toEqual({ name: '#o', value: 60 });
  expect(limitOf(61)).toBeUndefined();
});

it('tells when the oldest entry is to leave, if the newest say it by the same name', () => {
  const now = Date.now();
  const fill = (from: number, until: (i: number) => object) => {
    const map = new Map<number, unknown>(filled(from, (i) => [i, { made: now - 1_000, ...until(i) }]));
    return grown({ map }, () => {
      for (let i = from; i < from + 10; i += 1) map.set(i, until(i));
    }).leaves;
  };
  expect(fill(20, (i) => ({ expires: now + 90_000 + i }))).toEqual({ name: 'expires', at: now + 90_000 });
  expect(fill(20, (i) => ({ until: new Date(now + 90_000 + i) }))).toEqual({
    name: 'until',
    at: now + 90_000,
  });
  // It should have left: the analysis says for how long.
  expect(fill(20, (i) => ({ expires: now + 90_000 * (i - 10) }))?.at).toBe(now - 900_000);
  expect(fill(20, () => ({ id: 4711 }))).toBeUndefined();
});

it('tells when the oldest of a set of timers runs, and of none that runs again and again', () => {
  const ofTimers = (start: () => NodeJS.Timeout) => {
    const timers = new Set(filled(20, start));
    const { leaves } = grown({ timers }, () => filled(10, () => timers.add(start())));
    for (const timer of timers) clearTimeout(timer);
    return leaves;
  };
  const { name, at } = ofTimers(() => setTimeout(() => {}, 90_000))!;
  expect(name).toBe('_idleTimeout');
  expect(Math.abs(at - Date.now() - 90_000)).toBeLessThan(5_000);
  expect(ofTimers(() => setInterval(() => {}, 90_000))).toBeUndefined();
});

it('counts lists that are longer than what it looks through while the program stands', () => {
  type Link = { next: Link | undefined };
  const state: { head: Link | undefined } = { head: undefined };
  const push = () => {
    state.head = { next: state.head };
  };
  const walker = walkerWith();
  filled(20_000, push);
  expect(named(visit(walker, { state }))).toEqual(['state.head linked-list 20000']);
  filled(100, push);
  expect(visit(walker, { state })).toMatchObject([{ size: 20_100 }]);
});

it('counts objects that are each made from the one before, and no classes', () => {
  class Base {}
  class Derived extends Base {}
  const state: { active: object | null; plain: object } = { active: {}, plain: new Derived() };
  const enter = () => {
    state.active = Object.create(state.active) as object;
  };
  filled(30, enter);
  const walker = walkerWith();
  // Object.prototype is one of them.
  expect(named(visit(walker, { state }))).toEqual(['state.active linked-list 32']);
  filled(10, enter);
  walker.begin();
  walker.walk([{ state }], root);
  // It is there while a call lasts.
  state.active = null;
  expect(JSON.parse(walker.measure())).toMatchObject([{ size: 42 }]);
  walker.begin();
  expect(JSON.parse(walker.measure())).toEqual([]);
});

it('names a place anew when a better path leads to it', () => {
  const walker = walkerWith();
  const sessions = new Map(filled(20, (i) => [i, { i }]));
  const from = (scope: string, rank: number, variables: object) => {
    walker.begin();
    walker.walk([variables], JSON.stringify([{ path: [['', 'app.mjs', 'module']], rank, scope }]));
    return named(JSON.parse(walker.measure()));
  };
  expect(from('', 3, { request: { sessions } })).toEqual(['request.sessions map 20']);
  expect(from('module 1', 0, { sessions })).toEqual(['sessions map 20']);
  expect(from('', 3, { request: { sessions } })).toEqual([]);
});

it('gives the last of many roots a share', () => {
  const walker = walkerWith({ objects: 200 });
  const large = () => ({ many: filled(300, () => ({ inner: { i: 0 } })) });
  const roots = filled(9, (i) => ({
    path: [['', `${i}.mjs`, 'module']],
    rank: 0,
    scope: `module ${i}`,
  }));
  walker.begin();
  const variables = filled(8, () => Object.fromEntries(filled(100, (i) => [`v${i}`, large()])));
  walker.walk([...variables, { last: filled(20, (i) => i) }], JSON.stringify(roots));
  expect(named(JSON.parse(walker.measure()))).toContain('last array 20');
});

it('goes on with the first root when the others leave something', () => {
  const walker = walkerWith({ objects: 200 });
  const roots = filled(4, (i) => ({
    path: [['', `${i}.mjs`, 'module']],
    rank: 0,
    scope: `module ${i}`,
  }));
  walker.begin();
  const first = { ...Object.fromEntries(filled(90, (i) => [`v${i}`, { i }])), last: filled(20, (i) => i) };
  walker.walk([first, {}, {}, {}], JSON.stringify(roots));
  expect(named(JSON.parse(walker.measure()))).toEqual(['last array 20']);
});

it('follows a place whose value is replaced by larger ones', () => {
  const walker = walkerWith();
  const state = { items: filled(20, (i) => i), log: 'x'.repeat(2_000) };
  visit(walker, { state });
  state.items = [...state.items, ...state.items];
  state.log += 'y'.repeat(3_000);
  expect(
    visit(walker, { state })
      .map(({ size }) => size)
      .sort((a, b) => a - b),
  ).toEqual([40, 5_000]);
});

it('runs no code of the program', () => {
  const ran = vi.fn(() => undefined);
  const trap = new Proxy(
    {},
    Object.fromEntries(Object.getOwnPropertyNames(Reflect).map((name) => [name, ran])),
  );
  const stack = new Error('x');
  const prepare = Error.prepareStackTrace;
  Error.prepareStackTrace = ran;
  class Late extends Map {
    override get size() {
      return ran() ?? 0;
    }
    override entries = ran as never;
  }
  const late = new Late();
  for (let i = 0; i < 20; i += 1) Map.prototype.set.call(late, i, i);
  const inside = { trap, list: filled<object>(20, () => trap), below: Object.create(trap) as object };
  const variables = {
    get secret() {
      return ran();
    },
    trap,
    inside,
    late,
    stack,
    holder: { stack },
    tagged: {
      get [Symbol.toStringTag]() {
        return ran();
      },
    },
  };
  const originals = {
    entries: Map.prototype.entries,
    descriptor: Object.getOwnPropertyDescriptor,
    own: Reflect.ownKeys,
    iterate: Array.prototype[Symbol.iterator],
    parse: JSON.stringify,
  };
  const walker = walkerWith();
  Map.prototype.entries = ran as never;
  Object.getOwnPropertyDescriptor = ran as never;
  Reflect.ownKeys = ran as never;
  JSON.stringify = ran as never;
  Array.prototype[Symbol.iterator] = ran as never;
  let measured = '';
  try {
    walker.begin();
    walker.walk([variables], root);
    walker.unopened();
    walker.measure();
    Array.prototype.push.call(inside.list, trap, stack);
    walker.begin();
    walker.walk([variables], root);
    measured = walker.measure();
  } finally {
    Map.prototype.entries = originals.entries;
    Object.getOwnPropertyDescriptor = originals.descriptor;
    Reflect.ownKeys = originals.own;
    JSON.stringify = originals.parse;
    Array.prototype[Symbol.iterator] = originals.iterate;
    Error.prepareStackTrace = prepare;
  }
  expect(ran).not.toHaveBeenCalled();
  const sizes = (JSON.parse(measured) as Measured[]).map(({ size }) => size);
  expect(sizes.sort()).toEqual([20, 22]);
});

it('keeps to its budgets', () => {
  const deep = {
    many: filled(5_000, () => ({ many: filled(8, () => ({ many: filled(8, (i) => ({ i })) })) })),
  };
  const objects = walkerWith({ objects: 10 });
  expect(visit(objects, deep).length).toBeLessThan(12);
  let nested: object = {};
  for (let i = 0; i < 20; i += 1) nested = { inner: nested, list: filled(10, (k) => k) };
  const shallow = visit(walkerWith({ depth: 3 }), { nested });
  expect(Math.max(...shallow.map(({ path }) => path!.length))).toBeLessThanOrEqual(6);
  expect(
    visit(walkerWith({ places: 2 }), { a: filled(9, Number), b: filled(9, Number), c: filled(9, Number) }),
  ).toHaveLength(2);
});

it('counts what takes a moment at each visit, and what takes longer when it has the time', () => {
  // No count is quick enough for a clock that has run out before.
  const walker = walkerWith({ beside: -1 });
  const dictionaryOf = (keys: number) => Object.fromEntries(filled(keys, (i) => [`k${i}`, i]));
  const variables = { small: dictionaryOf(10_000), large: dictionaryOf(10_001) };
  visit(walker, variables);
  const measured = filled(4, () => {
    walker.begin();
    return (JSON.parse(walker.measure()) as Measured[]).map(({ size }) => size);
  });
  expect(measured).toEqual([[10_000, 10_001], [10_000], [10_000, 10_001], [10_000]]);
});

it('keeps nothing of the program alive', async () => {
  setFlagsFromString('--expose-gc');
  const gc: () => void = runInNewContext('gc');
  const walker = walkerWith();
  const dropped = drop(walker);
  // What a WeakRef has given lives to the end of the turn.
  await new Promise(setImmediate);
  gc();
  expect(dropped.deref()).toBeUndefined();
  expect(JSON.parse(walker.measure())).toEqual([]);
});
function drop(walker: Walker): WeakRef<object> {
  const sessions = new Map(filled(20, (i) => [i, { i }]));
  visit(walker, { sessions });
  return new WeakRef(sessions);
}

it('is refused by a program that has replaced the functions it needs', () => {
  const replaced = { ...types, isProxy: () => false };
  expect(() => runInNewContext(walkerText)(replaced, realm, limits)).toThrow('isProxy was replaced');
});
