import { expect, it } from 'vitest';
import yargs from 'yargs';
import type { Rung } from '../../format/rungs.ts';
import { watchCommand } from '../commands/watch.ts';
import type { WatchArguments } from './watch-arguments.ts';
import { watchRequest } from './watch-request.ts';

const asked = (words: string) => {
  const parser = yargs(['watch', '4711', ...words.split(' ').filter((word) => word !== '')]);
  const { builder } = watchCommand;
  const options = typeof builder === 'function' ? builder(parser) : parser;
  return watchRequest({ ...(options as typeof parser).parseSync(), pid: 4711 } as unknown as WatchArguments);
};

it('plans captures, and visits if they are refused', () => {
  const { plan } = asked('').setting;
  expect(plan).toMatchObject({ captures: 4, window: { span: 60_000 }, lighter: { captures: 0 } });
});

it.each<[Rung, boolean]>([
  ['visits', false],
  ['pulses', true],
  ['census', true],
  ['snapshot', true],
])('plans no window of captures with --max-rung %s', (rung, pulses) => {
  const { plan, profileEvery } = asked(`--max-rung ${rung} --window 30s`).setting;
  expect(plan).toMatchObject({ captures: 0, duration: expect.any(Number), pulses, visiting: { rung } });
  expect(plan!.duration).toBeLessThanOrEqual(30_000);
  expect(plan).not.toHaveProperty('window');
  expect(plan).not.toHaveProperty('lighter');
  expect(profileEvery).toBe(1_800_000);
});

it('plans no close look with less, and samples no allocations with --max-rung ledger', () => {
  expect(asked('--max-rung sites').setting).toMatchObject({ plan: undefined, profileEvery: 1_800_000 });
  expect(asked('--max-rung ledger').setting).toMatchObject({ plan: undefined, profileEvery: undefined });
});

it('refuses pulses that the rung does not allow', () => {
  expect(() => asked('--max-rung visits --inject')).toThrow('heavier than --max-rung visits allows');
  expect(asked('--max-rung pulses --inject').inject).toBe(true);
});

it('refuses a window that is too short, also for visits', () => {
  expect(() => asked('--max-rung visits --window 3s')).toThrow('too short to prove growth');
});

it('redacts every capture if recordings leave the host, unless they are asked for as they are', () => {
  const sends = (words: string) => {
    const { redact, store } = asked(`--store /tmp/store ${words}`);
    return { redact, sendRecordings: store!.sendRecordings, queue: store!.queue !== undefined };
  };
  expect(sends('')).toEqual({ redact: false, sendRecordings: false, queue: false });
  expect(sends('--send-recordings redacted')).toEqual({ redact: true, sendRecordings: true, queue: false });
  expect(sends('--queue redis://host')).toEqual({ redact: true, sendRecordings: false, queue: true });
  expect(sends('--queue redis://host --send-recordings whole')).toEqual({
    redact: false,
    sendRecordings: true,
    queue: true,
  });
});

it('gives a look as long as its window and its longest pauses before its turn is over', () => {
  const { store } = asked('--store /tmp/store --looks-at-once 2 --window 1m --max-pause 30s');
  expect(store!.turns).toEqual({ atOnce: 2, length: 60_000 + 4 * 30_000 + 60_000 });
});

it.each([
  ['--queue redis://host', '--queue is about a store'],
  ['--looks-at-once 1', '--looks-at-once is about a store'],
  ['--store /tmp/store --looks-at-once 0', 'no whole number above 0'],
  ['--store /tmp/store --queue http://host', 'no address of a Redis'],
  ['--store /tmp/store --redact --send-recordings whole', '--redact replaces'],
  ['--store ftp://host', 'ftp://host is none'],
])('refuses %s', (words, problem) => {
  expect(() => asked(words)).toThrow(problem);
});
