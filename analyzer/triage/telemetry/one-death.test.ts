import { expect, it } from 'vitest';
import type { LifeEnd } from '../life-end.ts';
import { oneDeathEach } from './one-death.ts';

const at = Date.UTC(2026, 10, 30);
const kernel: LifeEnd = { how: 'kernel', at, name: 'node', size: 1e9 };
const process = (pid: string, end: LifeEnd) => ({ pid, readings: [], ends: [end] });
const deaths = (...ends: LifeEnd[]) =>
  oneDeathEach(ends.map((end, i) => process(String(i), end))).map(({ ends: [end] }) => end);

it('two that tell of a death are just near enough in time', () => {
  const told = (later: number) => deaths(kernel, { how: 'container', at: at + later, name: 'web' });
  expect(told(10_000)).toEqual([{ ...kernel, service: 'web' }]);
  expect(told(10_001)).toHaveLength(2);
});

it('two deaths that are told twice are two', () => {
  const later = at + 1_000;
  const both = deaths(kernel, { ...kernel, at: later }, { how: 'killed', at }, { how: 'killed', at: later });
  expect(both.map(({ how }) => how)).toEqual(['kernel', 'kernel']);
});

it('what says more about a cause is never left out', () => {
  expect(deaths({ how: 'crash', signal: 'SIGSEGV' }, { how: 'heap-limit', size: 1e9 })).toHaveLength(2);
  expect(deaths({ how: 'crash', signal: 'SIGABRT' }, { how: 'heap-limit', size: 1e9 })).toMatchObject([
    { how: 'heap-limit', signal: 'SIGABRT' },
  ]);
});
