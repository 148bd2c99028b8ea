import { describe, expect, it } from 'vitest';
import type { PlaceKind, Visit, VisitedPlace } from '../../format/visit.ts';
import { visitLimits } from '../../judgement/parameters/visits.ts';
import { ModuleNames } from '../graph/module-names.ts';
import { findByVisits } from './find-by-visits.ts';
import { grownPlaces } from './grown-places.ts';

const start = 1_700_000_000_000;
const path = [
  ['', 'file:///app/src/agent.mjs', 'module'],
  ['bus', 'Bus', 'object'],
  ['.handlers', 'Object', 'object'],
  ['.message', 'Array', 'collection'],
] as const;

interface Drawn {
  readonly kind?: PlaceKind;
  readonly bytes?: number;
  readonly operations?: readonly number[];
  readonly path?: VisitedPlace['path'];
  readonly weak?: 'alive' | 'gone';
  readonly limit?: NonNullable<VisitedPlace['limit']>;
  readonly leaves?: NonNullable<VisitedPlace['leaves']>;
}

/** One place with these sizes; a visit that did not measure it has none. */
function visitsOf(sizes: readonly (number | undefined)[], drawn: Drawn = {}): Visit[] {
  const { kind = 'array', bytes = 200, operations, path: _, ...told } = drawn;
  const first = sizes.findIndex((size) => size !== undefined);
  return sizes.map((size, k) => ({
    at: start + k * 5_000,
    duration: 100,
    stops: [{ function: 'handle', file: 'file:///app/src/agent.mjs', line: 3, held: 3 }],
    places:
      size === undefined
        ? []
        : [
            {
              id: 1,
              size,
              ...(k === first ? { kind, path: drawn.path ?? path } : {}),
              ...(k > first ? { entry: 'Session', bytes, ...told } : {}),
            },
          ],
    ...(operations === undefined ? {} : { operations: operations[k]! }),
  }));
}

const found = (sizes: readonly (number | undefined)[], drawn?: Drawn) =>
  findByVisits(visitsOf(sizes, drawn), new ModuleNames('/app'));
const isSeen = (sizes: readonly (number | undefined)[], drawn?: Drawn) =>
  grownPlaces(visitsOf(sizes, drawn)).length > 0;

it('says that a snapshot was refused, and does not tell to ask for one', () => {
  const after = (refused: boolean) =>
    findByVisits(visitsOf([1, 2, 3, 4]), new ModuleNames('/app'), { refused }).notSeen.join();
  expect(after(true)).toContain('it was refused');
  expect(after(false)).toContain('leave --max-rung out');
});

it('names a place that was larger at each visit, by its path', () => {
  const { suspects, method, visits } = found([8960, 9185, 9405, 9625], { operations: [0, 225, 445, 665] });
  expect({ method, visits }).toEqual({ method: 'visits', visits: 4 });
  expect(suspects).toHaveLength(1);
  expect(suspects[0]).toMatchObject({
    kind: 'array',
    title: 'Array `bus.handlers.message` gains 222 entries per interval',
    confirmed: true,
    entryClass: 'Session',
    entryCount: 9625,
    growth: { objectsPerHour: 159_600, objectsPerOperation: 1 },
  });
  expect(suspects[0].path[0]).toMatchObject({ name: 'src/agent.mjs', kind: 'module' });
  expect(suspects[0].evidence).toContain('seen by 4 visits, no snapshot');
  expect(suspects[0].evidence).toContain('exactly 1 per operation');
});

describe('is silent about', () => {
  it.each<[string, readonly (number | undefined)[], Drawn?]>([
    ['a full container that evicts', [500, 500, 500, 500, 500]],
    ['one that goes up and down', [500, 900, 300, 800, 1000]],
    ['one that was larger at all visits but one', [500, 600, 700, 700, 800]],
    ['one that gains next to nothing at two visits', [500, 600, 602, 702, 704]],
    ['one that fills and then stays full', [300, 400, 500, 500, 500]],
    ['one that is gone at the last visit', [500, 600, 700, 800, undefined]],
    ['weak references that a finalizer will remove', [100, 200, 300, 400], { weak: 'alive' }],
    ['a counter', [8, 9, 9, 10, 10], { kind: 'string' }],
    ['a text that is replaced by shorter ones', [9000, 12_000, 8000, 13_000], { kind: 'string' }],
  ])('%s', (_, sizes, drawn) => {
    const { suspects, nearlyFull } = found(sizes, drawn);
    expect(suspects).toEqual([]);
    expect(nearlyFull).toEqual([]);
  });
});

it.each<[string, readonly (number | undefined)[], boolean, Drawn?]>([
  ['a place that was seen just often enough', [undefined, 100, 200, 300, 400], true],
  ['a place that was seen just too rarely', [undefined, undefined, 100, 200, 300], false],
  ['a place that gains very few, and was seen just often enough', [100, 108, 116, 124, 132, 139], true],
  ['a place that gains very few, and was seen just too rarely', [100, 110, 120, 130, 139], false],
  ['a place that gains just more than very few', [100, 110, 120, 140], true],
  ['a place that gains just enough bytes', [100, 110, 120, 140], true, { bytes: 25.6 }],
  ['a place that gains just too few bytes', [100, 110, 120, 140], false, { bytes: 25.5 }],
])('%s: %j', (_, sizes, seen, drawn) => {
  expect(isSeen(sizes, drawn)).toBe(seen);
});

it('sees a place that gains next to nothing at one visit of several', () => {
  expect(found([7832, 8106, 8430, 8502, 8804, 8910, 9360]).suspects).toHaveLength(1);
});

it('sees a text in a variable that the last visit did not come by', () => {
  const text = [
    ['', 'file:///app/src/agent.mjs', 'module'],
    ['output', 'string', 'string'],
  ] as const;
  const sizes = [9_000, 12_000, 15_000, 18_000];
  expect(isSeen([...sizes, undefined], { kind: 'string', path: text })).toBe(true);
  expect(isSeen([...sizes, undefined, undefined], { kind: 'string', path: text })).toBe(false);
  expect(isSeen([...sizes, undefined], { kind: 'string' })).toBe(false);
});

it('sees weak references that stay when their targets are gone', () => {
  expect(isSeen([100, 200, 300, 400], { weak: 'gone' })).toBe(true);
});

it('calls a place by the last path that was told', () => {
  const better = [path[0]!, ['sessions', 'Array', 'collection']] as const;
  const [first, ...later] = visitsOf([100, 200, 300, 400]);
  const again = later.map((visit) => ({
    ...visit,
    places: visit.places.map((place) => ({ ...place, path: better })),
  }));
  const { suspects } = findByVisits([first!, ...again], new ModuleNames('/app'));
  expect(suspects[0]!.holders[0]!.expression).toBe('sessions');
});

it('a place that grows evenly has the confidence of its signals, less for what a visit does not see', () => {
  expect(found([100, 200, 300, 400]).suspects[0].confidence).toBe(0.9);
});

it('does not accuse a container that is nearly full', () => {
  const { suspects, nearlyFull } = found([20_000, 20_400, 20_640, 20_780, 20_870]);
  expect(suspects).toEqual([]);
  expect(nearlyFull).toEqual([
    '`bus.handlers.message` gains less in each interval and is nearly full (entries at each visit: 20,000 → 20,400 → 20,640 → 20,780 → 20,870)',
  ]);
});

it('tells a value in bytes', () => {
  const [suspect] = found([300_000, 500_000, 700_000, 900_000], {
    kind: 'string',
    path: [
      ['', 'file:///app/src/shell.mjs', 'module'],
      ['output', 'string', 'string'],
    ],
  }).suspects;
  expect(suspect).toMatchObject({
    kind: 'string-buffer',
    title: 'string `output` grows by 195 KiB per interval',
  });
});

it.each<[string, PlaceKind, NonNullable<VisitedPlace['path']>, object]>([
  [
    'listeners of an emitter',
    'array',
    [
      path[0],
      ['hub', 'SessionHub', 'object'],
      ['._events', 'Object', 'object'],
      ['.message', 'Array', 'collection'],
    ],
    { kind: 'listeners', title: 'SessionHub `hub` gains 100 listeners of "message" per interval' },
  ],
  [
    'listeners of a signal',
    'linked-list',
    [
      path[0],
      ['shutdown', 'AbortController', 'object'],
      ['.#signal', 'AbortSignal', 'object'],
      ['[Symbol(kEvents)]', 'SafeMap', 'collection'],
      ['[key]', 'Object', 'object'],
    ],
    { kind: 'listeners', title: 'AbortSignal `shutdown.#signal` gains 100 listeners per interval' },
  ],
  [
    'timers',
    'linked-list',
    [
      path[0],
      ['(this)', 'Session', 'object'],
      ['.#keepalive', 'Timeout', 'object'],
      ['._idlePrev', 'TimersList', 'object'],
    ],
    { kind: 'timers', title: "Node's timer list gains 100 timers per interval" },
  ],
  [
    'a queue',
    'array',
    [path[0], ['q', 'AsyncQueue', 'object'], ['.queue', 'Array', 'collection']],
    { kind: 'queue', title: 'queue `q.queue` gains 100 entries per interval' },
  ],
  [
    'what an instance holds that no variable leads to',
    'map',
    [path[0], ['(this)', 'Client', 'object'], ['.#diagnostics', 'Map', 'collection']],
    { kind: 'map', title: 'Map `Client.#diagnostics` gains 100 entries per interval' },
  ],
])('knows %s', (_, kind, drawnPath, suspect) => {
  expect(found([100, 200, 300, 400], { kind, path: drawnPath }).suspects[0]).toMatchObject(suspect);
});

it('takes one variable that several closures close over for one place', () => {
  const visits = visitsOf([100, 200, 300, 400]);
  const twice = visits.map((visit) => ({
    ...visit,
    places: [...visit.places, ...visit.places.map((place) => ({ ...place, id: 2 }))],
  }));
  expect(findByVisits(twice, new ModuleNames('/app')).suspects).toHaveLength(1);
});

it('leaves out a place whose first line was torn', () => {
  expect(found([100, 200, 300, 400, 500]).suspects).toHaveLength(1);
  expect(
    findByVisits(visitsOf([100, 200, 300, 400, 500]).slice(1), new ModuleNames('/app')).suspects,
  ).toEqual([]);
});

const unnamed = [['(census)', 'Map', 'collection']] as const;
const owned = [
  ['(census)', 'Session', 'object'],
  ['.buffers', 'Map', 'collection'],
] as const;

it('a container without a path that gains just enough is seen', () => {
  const { leastUnnamedGain: least } = visitLimits;
  const gaining = (all: number) => [100, 100 + all / 4, 100 + all / 2, 100 + all];
  expect(isSeen(gaining(least), { kind: 'map', path: unnamed })).toBe(true);
  expect(isSeen(gaining(least - 4), { kind: 'map', path: unnamed })).toBe(false);
  expect(isSeen(gaining(least - 4), { kind: 'map' })).toBe(true);
});

it('a container without a path is less sure, and told by its class, its entries and who holds it', () => {
  const sizes = [100, 200, 300, 400];
  const [named] = found(sizes, { kind: 'map' }).suspects;
  const [suspect] = found(sizes, { kind: 'map', path: unnamed }).suspects;
  // A module that names it adds to the confidence as well.
  expect(named.confidence - suspect.confidence).toBeGreaterThanOrEqual(-visitLimits.unnamed);
  expect(suspect.title).toBe('Map that no visit reached gains 100 entries per interval');
  expect(suspect.evidence).toContain(
    'no visit reached it, so its path is not known: look for a Map of Session of this size',
  );
  const [held] = found(sizes, { kind: 'map', path: owned }).suspects;
  expect(held.title).toBe('Map `Session.buffers` gains 100 entries per interval');
});

it('a container that a census met first gets the path of the visit that came to it later', () => {
  const [first, ...rest] = visitsOf([100, 200, 300, 400], { kind: 'map', path: unnamed });
  const census = { objects: 9_000, containers: 20, buffers: 1, bufferBytes: 64, skipped: 0, held: 900 };
  const [second, ...later] = rest;
  const renamed = {
    ...second!,
    places: second!.places.map((place) => ({ ...place, kind: 'map', path }) as const),
  };
  const visits = [{ ...first!, census }, renamed, ...later];
  const { suspects, method, limits } = findByVisits(visits, new ModuleNames('/app'));
  expect({ method, first: suspects[0]?.holders[0]?.expression }).toEqual({
    method: 'census',
    first: 'bus.handlers.message',
  });
  expect(suspects[0]?.evidence).toContain('seen by 1 census and 4 visits, no snapshot');
  expect(limits.join()).toContain('counted 9,000 objects, 20 of them Maps, Sets and arrays');
});

describe('what may end by itself', () => {
  const limit = { name: 'maxSize', value: 1_000 };
  const leaves = { name: 'expires', at: start + 100_000 };

  it('is possible, and says when its limit is reached', () => {
    const [suspect] = found([100, 200, 300, 400], { kind: 'map', limit }).suspects;
    expect(suspect).toMatchObject({
      confirmed: false,
      mayEnd:
        '`maxSize` is next to it: it may be a bounded container that is still filling, up to 1,000 entries, which it reaches in 30 s',
    });
    expect(suspect!.confidence).toBeLessThan(0.4);
    expect(suspect!.evidence).toContain(suspect!.mayEnd);
  });

  it('is possible as long as its oldest entry is to stay', () => {
    const [suspect] = found([100, 200, 300, 400], { kind: 'map', leaves }).suspects;
    expect(suspect).toMatchObject({
      confirmed: false,
      mayEnd: 'its entries expire: the `expires` of the oldest is reached in 1 min 25 s',
    });
  });

  it('is proven once that is over by far, and less sure if it takes hours', () => {
    const [sure] = found([100, 200, 300, 400], { kind: 'map' }).suspects;
    const [over] = found([100, 200, 300, 400], {
      kind: 'map',
      leaves: { ...leaves, at: start - 60_000 },
    }).suspects;
    const [hours] = found([100, 200, 300, 400], {
      kind: 'map',
      leaves: { ...leaves, at: start + 8e7 },
    }).suspects;
    expect([over, hours].map((suspect) => [suspect!.confirmed, suspect!.mayEnd])).toEqual([
      [true, undefined],
      [true, undefined],
    ]);
    expect(over!.confidence).toBe(sure!.confidence);
    expect(hours!.confidence).toBeLessThan(sure!.confidence);
    expect(hours!.evidence.join()).toContain('the `expires` of the oldest is reached in 22 h');
  });

  it('ends all that its owner holds as many of', () => {
    const visits = visitsOf([100, 200, 300, 400], { kind: 'map', limit }).map((visit) => {
      const [place] = visit.places;
      const order = {
        ...place!,
        id: 2,
        ...(place!.path && { path: [...path.slice(0, -1), ['.order', 'Array', 'collection']] as const }),
      };
      const { limit: _, ...unlimited } = order;
      return { ...visit, places: [place!, unlimited] };
    });
    const { suspects } = findByVisits(visits, new ModuleNames('/app'));
    expect(suspects.map(({ confirmed }) => confirmed)).toEqual([false, false]);
  });
});

it('compares what a place holds with its rate and the age of the process', () => {
  const evidenceAt = (age: number) => {
    const visits = visitsOf([10_000, 10_100, 10_200, 10_300], { kind: 'map' });
    const [suspect] = findByVisits(visits, new ModuleNames('/app'), { startedAt: start - age }).suspects;
    return suspect!.evidence.join();
  };
  expect(evidenceAt(500_000)).toContain(
    'it never released an entry: at this rate, the 8 min 20 s before the first visit leave 10,000 entries, and 10,000 are there',
  );
  expect(evidenceAt(5_000_000)).toContain('it released most older entries, or began to grow lately');
  expect(evidenceAt(40_000)).not.toContain('at this rate');
});

it('sees weak references that are there after garbage was collected', () => {
  const visits = visitsOf([100, 200, 300, 400], { weak: 'alive' });
  expect(grownPlaces(visits)).toEqual([]);
  const last = { ...visits.at(-1)!, collected: true as const };
  expect(grownPlaces([...visits.slice(0, -1), last])).toHaveLength(1);
});
