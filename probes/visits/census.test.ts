import { EventEmitter } from 'node:events';
import { types } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { expect, it } from 'vitest';
import { type CensusLimits, type Counted, makeCensus } from './census.ts';
import type { WalkLimits } from './walked.ts';
import type { Walker } from './walker.ts';
import { walkerText } from './walker-text.ts';

const walking: WalkLimits = {
  objects: 20_000,
  depth: 8,
  time: 1_000,
  beside: 1_000,
  places: 4_000,
  opened: 24,
};

/** Both as a target gets them: as text, in a realm of their own. */
function prepared(limits: CensusLimits = { leastEntries: 32, added: 100 }) {
  const realm = createContext();
  const { getOwnPropertyDescriptor } = Reflect;
  const program = { global: globalThis, getOwnPropertyDescriptor };
  const walker: Walker = runInContext(walkerText, realm)(types, program, walking);
  const census = runInContext(`(${makeCensus})`, realm)(types, walker.registry, limits);
  const count = (objects: object[], time = 1_000): Counted => JSON.parse(census.count(objects, time));
  return { walker, count, measured: () => JSON.parse(walker.measure()) as Measured[] };
}

interface Measured {
  readonly id: number;
  readonly size: number;
  readonly kind?: string;
  readonly path?: readonly (readonly [string, string, string])[];
}

const filled = <T>(length: number, make: (i: number) => T) => Array.from({ length }, (_, i) => make(i));

it('measures every large container, and says who holds it', () => {
  class Session {
    buffers = new Map(filled(40, (i) => [i, i]));
  }
  class Bus extends EventEmitter {}
  const bus = new Bus().setMaxListeners(0);
  for (let i = 0; i < 50; i += 1) bus.on('message', () => i);
  const listeners = (bus as unknown as { _events: { message: object } })._events.message;
  const session = new Session();
  const table = Object.fromEntries(filled(60, (i) => [`k${i}`, i]));
  const small = [1, 2, 3];
  const objects = [session, session.buffers, bus, listeners, table, small, new Set(filled(33, String))];
  const { count, measured } = prepared();
  expect(count([...objects, new ArrayBuffer(64)])).toEqual({
    objects: 8,
    containers: 4,
    buffers: 1,
    bufferBytes: 64,
    skipped: 0,
  });
  expect(
    measured().map(({ kind, size, path }) => [
      kind,
      size,
      path!.map(([edge, name]) => edge + name).join(' '),
    ]),
  ).toEqual([
    ['dictionary', 60, '(census)Object'],
    ['array', 50, '(census)Bus ._eventsObject .messageArray'],
    ['map', 40, '(census)Session .buffersMap'],
    ['set', 33, '(census)Set'],
  ]);
});

it('knows a container again by its identity, also if a walk meets it next', () => {
  const sessions = new Map<unknown, object>(filled(40, (i) => [i, {}]));
  const { walker, count, measured } = prepared();
  count([sessions]);
  const [first] = measured();
  sessions.set('more', {});
  count([sessions]);
  walker.begin();
  walker.walk(
    [{ sessions }],
    JSON.stringify([{ path: [['', 'app.mjs', 'module']], scope: 'module 1', rank: 0 }]),
  );
  const [second, ...others] = measured();
  expect(others).toEqual([]);
  expect(second).toMatchObject({ id: first!.id, size: 41, kind: 'map' });
  expect(second!.path?.map(([edge]) => edge).join(' ')).toBe(' sessions');
});

it('keeps the largest if there are too many', () => {
  const { count, measured } = prepared({ leastEntries: 32, added: 3 });
  count(filled(20, (i) => new Array(40 + i).fill(0)));
  expect(measured().map(({ size }) => size)).toEqual([59, 58, 57]);
});

it('runs nothing of the program, and counts keys no longer than it may', () => {
  let ran = 0;
  const trap = (): never => {
    ran += 1;
    throw new Error('this must not run');
  };
  const proxy = new Proxy([], {
    get: trap,
    ownKeys: trap,
    getOwnPropertyDescriptor: trap,
    getPrototypeOf: trap,
  });
  const getter = Object.defineProperty({}, 'cache', { get: trap, enumerable: true });
  class Liar extends Map {
    override get size(): number {
      return trap();
    }
  }
  const { count } = prepared();
  expect(count([proxy, getter, new Liar()], 1_000)).toMatchObject({ containers: 1, skipped: 0 });
  expect(count([getter, {}], -1)).toMatchObject({ skipped: 2 });
  expect(ran).toBe(0);
});
