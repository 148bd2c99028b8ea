import { describe, expect, it } from 'vitest';
import { day, drawnCard, drawnInstance, drawnLeak, originOf, start } from '../drawn-cards.ts';
import { joinCards } from './join-cards.ts';

const pods = (number: number, version: string) =>
  Array.from({ length: number }, (_, at) => originOf(version, `${version}-pod-${at}`));

describe('a leak that came with a version', () => {
  const healthy = pods(6, '1.0').map((origin) => drawnInstance(origin));
  const leaking = pods(4, '2.0').map((origin, at) =>
    drawnCard(origin, [drawnLeak({ bytesPerHour: 10 * (at + 1), confidence: 0.9 + at / 100 })], {
      at: start + day + at,
    }),
  );
  const quiet = pods(5, '2.0')
    .slice(4)
    .map((origin) => drawnInstance(origin, { since: start + day, at: start + 2 * day }));
  const fleet = joinCards({ cards: leaking, instances: [...healthy, ...quiet], unread: [] });
  const [service] = fleet.services;

  it('is counted in the processes of each version, with its rates', () => {
    expect(service!.versions).toEqual([
      { name: '1.0', firstSeen: start, lastSeen: healthy[0]!.at, seen: 6, looked: 6, affected: 0 },
      { name: '2.0', firstSeen: start + day, lastSeen: start + 2 * day, seen: 5, looked: 5, affected: 4 },
    ]);
    expect(service!.leaks).toHaveLength(1);
    const [leak] = service!.leaks;
    expect(leak!.versions).toEqual([
      { version: '1.0', looked: 6, affected: 0 },
      {
        version: '2.0',
        looked: 5,
        affected: 4,
        bytesPerHour: { low: 17.5, middle: 25, high: 32.5 },
        objectsPerOperation: { low: 1, middle: 1, high: 1 },
      },
    ]);
    expect(leak).toMatchObject({ holder: 'sessions', place: 'src/agent.mjs:16', firstSeen: start + day });
  });

  it('is new, as chance seldom does that', () => {
    // 4 of 11 fall among the last 5 in 1 of 66 cases.
    expect(service!.leaks[0]!.change).toEqual({
      change: 'new',
      chance: expect.closeTo(1 / 66),
      isProven: true,
    });
  });

  it('names its processes, the fastest first, and the report that is surest', () => {
    expect(service!.leaks[0]!.instances).toEqual(['2.0-pod-3', '2.0-pod-2', '2.0-pod-1', '2.0-pod-0']);
    expect(service!.leaks[0]!.report).toBe(leaking[3]!.id);
  });
});

it('puts what is gone behind what still leaks', () => {
  const gone = drawnLeak({ fingerprint: 'aaaaaaaa', bytesPerHour: 1e9 });
  const cards = [
    ...pods(4, '1.0').map((origin) => drawnCard(origin, [gone])),
    ...pods(4, '2.0').map((origin) => drawnCard(origin, [drawnLeak()], { at: start + day })),
  ];
  const [service] = joinCards({ cards, instances: [], unread: [] }).services;
  expect(
    service!.leaks.map(({ fingerprint, change }) => [fingerprint, change?.change, change?.isProven]),
  ).toEqual([
    ['7f3a91c2', 'new', true],
    ['aaaaaaaa', 'gone', true],
  ]);
});

it('keeps services apart, those that grow fastest first', () => {
  const cards = [
    drawnCard(originOf('1', 'a', 'slow'), [drawnLeak({ bytesPerHour: 1 })]),
    drawnCard(originOf('1', 'a', 'quiet'), []),
    drawnCard(originOf('1', 'a', 'fast'), [drawnLeak({ bytesPerHour: 2 })]),
  ];
  const { services, reports } = joinCards({ cards, instances: [], unread: [] });
  expect(services.map(({ name }) => name)).toEqual(['fast', 'slow', 'quiet']);
  expect(reports).toBe(3);
});

describe('how fast a leak is', () => {
  const rated = (version: string, rates: readonly number[], change: object = {}) =>
    rates.map((bytesPerHour, at) =>
      drawnCard(originOf(version, `${version}-${at}`), [drawnLeak({ bytesPerHour, ...change })], {
        at: start + (version === '2.0' ? day : 0),
      }),
    );
  const paceOf = (cards: readonly ReturnType<typeof drawnCard>[]) =>
    joinCards({ cards, instances: [], unread: [] }).services[0]!.leaks[0]!.pace;
  const uncounted = { objectsPerOperation: undefined };

  it('is compared by hours if operations were not counted', () => {
    const cards = [...rated('1.0', [10, 11, 12], uncounted), ...rated('2.0', [20, 21, 22], uncounted)];
    expect(paceOf(cards)).toMatchObject({ per: 'hour', change: 'faster', isProven: true });
  });

  it('is compared by operations if all counted them: an hour follows the load', () => {
    const cards = [...rated('1.0', [10, 11, 12]), ...rated('2.0', [20, 21, 22])];
    expect(paceOf(cards)).toMatchObject({ per: 'operation', change: 'unchanged', ratio: 1 });
  });

  it('is not compared with a version that did not have it', () => {
    const before = drawnCard(originOf('1.0', 'healthy'), []);
    expect(paceOf([before, ...rated('2.0', [20, 21, 22])])).toBeUndefined();
  });
});

describe('what leaking processes share', () => {
  const pod = (at: number, zone: string) => ({
    ...originOf('1.0', `pod-${at}`),
    'cloud.availability_zone': zone,
  });
  const apartOf = (leaking: readonly string[], healthy: readonly string[]) =>
    joinCards({
      cards: leaking.map((zone, at) => drawnCard(pod(at, zone), [drawnLeak()])),
      instances: healthy.map((zone, at) => drawnInstance(pod(100 + at, zone))),
      unread: [],
    }).services[0]!.leaks[0]!.setApart;

  it('is named if healthy ones do not have it', () => {
    expect(apartOf(['b', 'b', 'b', 'b'], ['a', 'a', 'a', 'a', 'a'])).toMatchObject({
      attribute: 'cloud.availability_zone',
      value: 'b',
      with: { affected: 4, looked: 4 },
      without: { affected: 0, looked: 5 },
    });
  });

  it('is not named if chance does that, nor if all have it', () => {
    expect(apartOf(['b', 'b'], ['a', 'a'])).toBeUndefined();
    expect(apartOf(['a', 'a', 'a', 'a'], ['a', 'a', 'a', 'a'])).toBeUndefined();
  });
});

describe('where to look next', () => {
  const next = (cards: readonly ReturnType<typeof drawnCard>[], grows = false) =>
    joinCards({ cards, instances: [drawnInstance(originOf('1', 'watched'), { grows, pid: 42 })], unread: [] })
      .services[0]!.next;
  const possible = drawnCard(originOf('1', 'possible'), [drawnLeak({ confirmed: false })]);
  const unjudged = drawnCard(originOf('1', 'unjudged'), [], { outcome: 'inconclusive' });

  it('is first where memory grows and nobody looked', () => {
    expect(next([possible, unjudged], true)).toEqual({
      instance: 'watched',
      version: '1',
      pid: 42,
      why: 'its memory grows, and no report says why',
    });
  });

  it('is then in a process that may leak, and then in one that was not judged', () => {
    expect(next([unjudged, possible])?.instance).toBe('possible');
    expect(next([unjudged])?.instance).toBe('unjudged');
    expect(next([])).toBeUndefined();
  });
});
