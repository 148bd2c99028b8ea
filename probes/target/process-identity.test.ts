import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import type { ProcessIdentity } from '../host/host.ts';
import { host } from '../host/this-host.ts';
import { requireSame, toldIdentity } from './answering-process.ts';
import { mayBeSame } from './process-identity.ts';

const builtin = (name: string) => `process.getBuiltinModule('${name}')`;
const here: ProcessIdentity = {
  ownPid: 1,
  pidNamespace: 'pid:[11]',
  timeNamespace: 'time:[5]',
  startTicks: '700',
};

it('a process says of itself what is seen from outside', () => {
  const told = v.parse(toldIdentity, new Function(`return ${host.told.identity(builtin)}`)());
  expect(told).toEqual(host.processes.identityOf(process.pid));
  expect(told).toEqual(host.processes.identityOf('self'));
  expect(told.ownPid).toBe(process.pid);
  expect(() => requireSame(process.pid, told)).not.toThrow();
});

it('another process is told from this one', async () => {
  const child = spawn(process.execPath, [
    '-e',
    `console.log(JSON.stringify(${host.told.identity(builtin)}))`,
  ]);
  const [text] = await once(child.stdout, 'data');
  const told = v.parse(toldIdentity, JSON.parse(String(text)));
  expect(told.ownPid).toBe(child.pid);
  expect(() => requireSame(process.pid, told)).toThrow(
    expect.objectContaining({ code: 'other-process', message: expect.stringContaining(String(child.pid)) }),
  );
});

it.each([
  ['the same', {}, true],
  ['another pid', { ownPid: 2 }, false],
  ['process 1 of another container', { pidNamespace: 'pid:[12]' }, false],
  ['a later process with the same pid', { startTicks: '701' }, false],
  ['a namespace that cannot be read', { pidNamespace: undefined }, true],
  ['a start by another clock', { startTicks: '99', timeNamespace: 'time:[6]' }, true],
])('%s', (_, change, same) => {
  expect(mayBeSame(here, { ...here, ...change })).toBe(same);
  expect(mayBeSame({ ...here, ...change }, here)).toBe(same);
});
