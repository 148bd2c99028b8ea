import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { ProbeError } from '../probe-error.ts';
import { ConnectionEnd } from './connection-end.ts';

const broke = new ProbeError('connection-closed', 'the inspector closed the connection', 'attach again');
const full = new ProbeError('disk-full', 'there is no room', 'free space');
let target: ChildProcess | undefined;

afterEach(() => target?.kill('SIGKILL'));

async function connected() {
  target = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  await once(target, 'spawn');
  const session = new AbortController();
  return { session, end: new ConnectionEnd(target.pid!, session.signal) };
}

it('says that the target is gone where its process ended with the session', async () => {
  const { session, end } = await connected();
  target?.kill('SIGKILL');
  session.abort(broke);
  expect(await end.reasonFor(broke)).toMatchObject({ code: 'target-gone' });
  expect(end.signal.reason).toMatchObject({ code: 'target-gone' });
});

it('says that the session broke if the process lives on', async () => {
  const { session, end } = await connected();
  session.abort(broke);
  expect(await end.reasonFor(new Error('half a snapshot'))).toBe(broke);
});

it('blames no target for a session that was closed from our side', async () => {
  const { session, end } = await connected();
  end.detaching();
  target?.kill('SIGKILL');
  session.abort(broke);
  expect(await end.reasonFor(new Error('half a snapshot'))).toBe(broke);
});

it('keeps the news of a target at its exit', async () => {
  const { session, end } = await connected();
  end.exiting();
  session.abort(broke);
  expect(end.signal.reason).toMatchObject({
    code: 'target-gone',
    message: expect.stringContaining('by itself'),
  });
});

it('leaves a fault of the disk, and one while the session stands, as they are', async () => {
  const { session, end } = await connected();
  expect(await end.reasonFor(broke)).toBe(broke);
  session.abort(broke);
  expect(await end.reasonFor(full)).toBe(full);
});
