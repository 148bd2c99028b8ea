import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { descendants } from '../probes/target/descendants.ts';
import { listenSocketsOf } from '../probes/target/listen-sockets.ts';
import { agentOf, startSample } from '../samples/start-sample.mjs';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { commandFile } from './heaptrail-command.ts';

/** The official client over stdio, against a process that leaks: what an assistant would do. */

const sample = 'bus-subscriptions';
const scratch = new ScratchFolder();
const shelf = join(scratch.path, 'recordings');
const client = new Client({ name: 'test', version: '1.0.0' });
let growing: string;
let leaky: Awaited<ReturnType<typeof startSample>>;

beforeAll(async () => {
  leaky = await startSample(sample);
  const args = [commandFile, 'mcp', '--out', shelf, '--no-config'];
  await client.connect(new StdioClientTransport({ command: process.execPath, args, cwd: scratch.path }));
});
afterAll(async () => {
  await client.close();
  await leaky.stop();
  scratch.remove();
});

async function call(name: string, args: object = {}, onprogress: (line: string) => void = () => {}) {
  const options = {
    timeout: 240_000,
    onprogress: ({ message = '' }: { message?: string | undefined }) => onprogress(message),
  };
  const { content, isError = false } = await client.callTool({ name, arguments: { ...args } }, options);
  const [block] = content;
  return { text: block?.type === 'text' ? block.text : '', isError };
}

/** On a busy machine a recording takes longer than clients wait: then the server says so, and the answer is fetched. */
async function finalAnswer(name: string, args: object, onprogress?: (line: string) => void): Promise<string> {
  let { text } = await call(name, args, onprogress);
  while (/ goes on \(.*Call verdict to wait/.test(text)) ({ text } = await call('verdict', {}, onprogress));
  return text;
}

it('tells what a recording would cost, and touches nothing without leave', async () => {
  const { text: processes } = await call('list', { name: sample });
  expect(processes).toContain(`pid ${leaky.pid} `);
  const { text } = await call('record', { pid: leaky.pid });
  expect(text).toMatch(
    /^nothing was done yet\. .*\n.*\n.*\nallow: "snapshots" .*at most \S+ m?s and takes at most/,
  );
  expect(listenSocketsOf(leaky.pid)).toEqual([]);
  expect((await call('list', { name: sample })).text).toMatch(/\n\nno recordings yet$/);
});

it('finds and explains a leak in few words', async () => {
  const told: string[] = [];
  const wishes = { pid: leaky.pid, allow: 'snapshots', seconds: 6, operations: 'agent.operations' };
  const text = await finalAnswer('record', wishes, (line) => told.push(line));
  expect(told).toContainEqual(expect.stringMatching(/^capture 4 of 4: /));
  expect(text).toMatch(
    /^growth: Array `subscriptions\[key\]` gains [\d.]+ entries per interval and never loses any/,
  );
  expect(text).toMatch(/holder: subscriptions\[key\]\n.*place: .*bus\.mjs:1 /);
  expect(text).toMatch(/not seen: /);
  expect(text.length).toBeLessThan(3_500);

  [, growing = ''] = /leak\[(\w+)\]/.exec(text) ?? [];
  const { text: story } = await call('explain', { fingerprint: growing });
  expect(story).toMatch(/subscriptions +Map, .*bus\.mjs:1/);
  expect(story).toMatch(/capture 3 to capture 4, .* operations +\d+ \(/);
  const { text: rows } = await call('query', {
    query: 'Array where path == "subscriptions[key]" select length',
  });
  expect(rows).toMatch(/^ *id +self +retained +className +length\n *@\d+ .*Array +\d+\n/);
});

it('proves that a fix ends the leak, and that no fix does not', async () => {
  const program = (...more: string[]) => [process.execPath, agentOf(sample), '--for', '300', ...more];
  const fixed = await finalAnswer('prove_fix', {
    fingerprint: growing,
    program: program('--fixed'),
    allow: 'snapshots',
    ready: 'ready',
  });
  expect(fixed).toMatch(/^fix proven: the growth is gone\n/);
  expect(fixed).toMatch(
    /\nbefore: 0\.[45]\d* per operation stay \(90 % interval 0\.\d+ to 0\.\d+\): \d+ of .* in \d+ operations\nafter: +0 per operation stay \(90 % interval 0 to 0\.0\d+\): 0 of /,
  );
  const [processes] = (await call('list', { name: '--fixed' })).text.split('\n\n');
  expect(processes).not.toContain(`/${sample}/`);
  // The same recording twice is no fix at all, and needs no further one.
  const [, before] = /recordings: before (\S+),/.exec(fixed) ?? [];
  const same = await call('prove_fix', { fingerprint: growing, before, after: before });
  expect(same.text).toMatch(/^not fixed: it grows as before\n/);
});

it('answers a malformed call with one clear error', async () => {
  const errors = await Promise.all([
    call('record', { pid: 'first' }),
    call('explain', { suspect: 'first' }),
    call('query', { query: 'Array where' }),
    call('record', { pid: 1, operations: 'stop()' }),
  ]);
  expect(errors.map(({ isError }) => isError)).toEqual([true, true, true, true]);
  const [pid, suspect, query, code] = errors.map(({ text }) => text);
  expect(pid).toMatch(/pid: .*Expected number but received "first"$/);
  expect(suspect).toMatch(/explain has no argument "suspect"; it has recording, fingerprint$/);
  expect(query).toMatch(/^error: .*\nhelp: [^\n]*$/);
  expect(code).toMatch(/operations: must be the name of a variable such as stats\.served$/);
});

it('leaves no process and no inspector behind if its client is killed', async () => {
  const killed = spawn(process.execPath, [
    fileURLToPath(new URL('mcp-client.mjs', import.meta.url)),
    ...[commandFile, String(leaky.pid), shelf],
  ]);
  const server = await serverThatRecords(killed);
  expect(listenSocketsOf(leaky.pid)).toHaveLength(1);
  const ours = [server, ...descendants(server)];
  killed.kill('SIGKILL');
  await until(() => ours.every((pid) => !isAlive(pid)));
  expect(listenSocketsOf(leaky.pid)).toEqual([]);
});

async function serverThatRecords(started: ChildProcess): Promise<number> {
  for await (const line of createInterface(started.stdout!)) {
    const [, pid] = /^server (\d+): capture 1 of 4: /.exec(line) ?? [];
    if (pid !== undefined) return Number(pid);
  }
  throw new Error(`the client ended: ${await once(started, 'exit')}`);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
