import { expect, it } from 'vitest';
import { fleetLimits } from '../../judgement/parameters/fleet.ts';
import { drawnCard, drawnInstance, drawnLeak, originOf, start } from '../drawn-cards.ts';
import { instancesOf, isHealthy, isLeaking, provenLeak, unnamedService, wasLookedAt } from './instances.ts';

const of = originOf('1.0', 'pod-1');

it('a process that was watched for just long enough is healthy', () => {
  const watched = (span: number) =>
    instancesOf({ cards: [], instances: [drawnInstance(of, { at: start + span })] })[0]!;
  expect(isHealthy(watched(fleetLimits.leastWatched))).toBe(true);
  expect(wasLookedAt(watched(fleetLimits.leastWatched - 1))).toBe(false);
});

it('joins all that is said of one process of one version', () => {
  const earlier = drawnCard(of, [drawnLeak({ bytesPerHour: 1 })], { at: start });
  const later = drawnCard(of, [drawnLeak({ bytesPerHour: 2 })], { at: start + 1 });
  const found = instancesOf({
    cards: [later, earlier, drawnCard(originOf('2.0', 'pod-1'), [])],
    instances: [drawnInstance(of)],
  });
  expect(
    found.map(({ service, version, name, cards, watched }) => [
      service,
      version,
      name,
      cards.length,
      watched.length,
    ]),
  ).toEqual([
    ['chat', '1.0', 'pod-1', 2, 1],
    ['chat', '2.0', 'pod-1', 1, 0],
  ]);
  expect(provenLeak(found[0]!, '7f3a91c2')?.bytesPerHour).toBe(2);
});

it('tells processes apart that nobody named', () => {
  const cards = [drawnCard({}, [], { pid: 1 }), drawnCard({}, [], { pid: 2 }), drawnCard({}, [], { pid: 1 })];
  expect(instancesOf({ cards, instances: [] }).map(({ service, name }) => [service, name])).toEqual([
    [unnamedService, 'pid 1'],
    [unnamedService, 'pid 2'],
  ]);
});

it('holds nobody for healthy who may leak', () => {
  const one = (cards: Parameters<typeof instancesOf>[0]['cards'], grows = false) =>
    instancesOf({ cards, instances: [drawnInstance(of, { grows })] })[0]!;
  expect(isHealthy(one([]))).toBe(true);
  expect(isHealthy(one([], true))).toBe(false);
  expect(isHealthy(one([drawnCard(of, [drawnLeak({ confirmed: false })])]))).toBe(false);
  expect(wasLookedAt(one([drawnCard(of, [drawnLeak({ confirmed: false })])]))).toBe(false);
  expect(isLeaking(one([drawnCard(of, [drawnLeak()]), drawnCard(of, [])]))).toBe(true);
  expect(isHealthy(one([drawnCard(of, [drawnLeak()]), drawnCard(of, [])]))).toBe(false);
});
