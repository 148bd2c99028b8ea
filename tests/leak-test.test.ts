import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ScratchFolder } from '../testing/scratch-folder.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = new ScratchFolder();
const project = scratch.path;
const run = promisify(execFile);

beforeAll(() => {
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(root, join(project, 'node_modules/heaptrail'));
  symlinkSync(join(root, 'node_modules/vitest'), join(project, 'node_modules/vitest'));
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(project, 'sessions.mjs'), sessions);
});
afterAll(() => scratch.remove());

const sessions = `
export const sessions = new Map();
const bulk = Array.from({ length: Number(process.env.BULK ?? 0) }, (_, number) => ({ number }));
let next = bulk.length;
export function open() { sessions.set(next++, { open: true }); }
export function openAndClose() { const id = next++; sessions.set(id, { open: true }); sessions.delete(id); }
export async function openAndCloseLater() { await new Promise((resolve) => setImmediate(resolve)); openAndClose(); }
let log = '';
export function append() { log = Buffer.from(log + 'one more line of a transcript that is never cut off').toString('latin1'); }
`;

/** Runs a module in the project and gives what it prints as JSON. */
async function inProject(code: string, env: NodeJS.ProcessEnv = {}) {
  const file = join(project, `program-${Math.random().toString(36).slice(2)}.mjs`);
  writeFileSync(file, code);
  const { stdout } = await run(process.execPath, [file], {
    cwd: project,
    env: { ...process.env, ...env },
    maxBuffer: 1 << 26,
  });
  return JSON.parse(stdout);
}

function looking(operation: string, options: object = {}): string {
  return `
    import inspector from 'node:inspector';
    import { findLeaks } from 'heaptrail/testing';
    import { ${operation} } from './sessions.mjs';
    const result = await findLeaks(${operation}, ${JSON.stringify(options)});
    console.log(JSON.stringify({ ...result, inspector: inspector.url() ?? 'closed' }));
  `;
}

describe('findLeaks', () => {
  it.concurrent('names the holder of one object per operation, and keeps the evidence', async () => {
    const result = await inProject(looking('open', { artefacts: 'kept' }));
    expect(result.leaks).toHaveLength(1);
    expect(result.leaks[0].title).toMatch(
      /^Map `sessions` gains [\d,]+ entries per interval and loses none$/,
    );
    expect(result.leaks[0].growth.objectsPerOperation).toBe(1);
    expect(result.message).toContain('exactly 1 per operation');
    expect(existsSync(join(result.artefacts.recording, 'recording.json'))).toBe(true);
    expect(existsSync(result.artefacts.page)).toBe(true);
    expect(result.inspector).toBe('closed');
  });

  it.concurrent('finds it in a heap of 100 MB', async () => {
    const result = await inProject(looking('open', { artefacts: false }), { BULK: '1500000' });
    expect(result.leaks.map(({ title }: { title: string }) => title)).toEqual([
      expect.stringContaining('Map `sessions` gains'),
    ]);
  });

  it.concurrent('finds a text that is replaced by a longer one', async () => {
    const { leaks } = await inProject(looking('append', { artefacts: false }));
    expect(leaks).toEqual([expect.objectContaining({ title: expect.stringContaining('`log`') })]);
  });

  it.concurrent.each(['openAndClose', 'openAndCloseLater'])('acquits %s', async (operation: string) => {
    const result = await inProject(looking(operation, { artefacts: 'none' }));
    expect(result).toMatchObject({ leaks: [], allowed: [], inspector: 'closed' });
    expect(existsSync(join(project, 'none'))).toBe(false);
  });

  it.concurrent('sets aside what is within the budget, and says so', async () => {
    const result = await inProject(looking('open', { budget: { objects: 1 }, artefacts: 'budget' }));
    expect(result.leaks).toEqual([]);
    expect(result.message).toMatch(
      /set aside\[[0-9a-f]{8}\]: Map `sessions` .* \(within the budget: 1 objects/,
    );
    expect(existsSync(join(project, 'budget'))).toBe(false);
  });
});

describe('heaptrail/vitest', () => {
  const leaking = `
    import 'heaptrail/vitest';
    import { expect, test } from 'vitest';
    import { open } from './sessions.mjs';
    test('opens', { timeout: 120_000 }, async () => { await expect(open).not.toLeak(); });
  `;
  const clean = `
    import { test } from 'heaptrail/vitest';
    import { expect } from 'vitest';
    import { openAndClose } from './sessions.mjs';
    test('closes', { timeout: 120_000 }, async () => { await expect(openAndClose).not.toLeak(); });
    test('fixture', { timeout: 120_000 }, async ({ findLeaks }) => {
      const { leaks } = await findLeaks(openAndClose);
      expect(leaks).toEqual([]);
    });
  `;
  interface Result {
    readonly title: string;
    readonly status: string;
    readonly failureMessages: readonly string[];
  }

  it.concurrent.each(['forks', 'threads'])('fails on a leak and passes else, in %s', async (pool: string) => {
    writeFileSync(join(project, `${pool}-leaking.test.mjs`), leaking);
    writeFileSync(join(project, `${pool}-clean.test.mjs`), clean);
    const vitest = join(root, 'node_modules/vitest/vitest.mjs');
    const words = [vitest, 'run', `--pool=${pool}`, `--root=${project}`, '--reporter=json', `${pool}-`];
    const { code, stdout } = await run(process.execPath, words, { cwd: project }).catch((error) => error);
    expect(code).toBe(1);
    const { testResults } = JSON.parse(stdout);
    const results: Result[] = testResults.flatMap(
      (file: { assertionResults: Result[] }) => file.assertionResults,
    );
    const statuses = Object.fromEntries(results.map(({ title, status }) => [title, status]));
    expect(statuses).toEqual({ opens: 'failed', closes: 'passed', fixture: 'passed' });
    const [message] = results.find(({ title }) => title === 'opens')!.failureMessages;
    expect(message).toMatch(/leak\[[0-9a-f]{8}\]: Map /);
    expect(readdirSync(join(project, 'heaptrail-artefacts')).some((name) => name.startsWith('opens-'))).toBe(
      true,
    );
  });
});

describe('heaptrail/node-test', () => {
  it.concurrent('fails with the report', async () => {
    const thrown = await inProject(`
      import { assertNoLeaks } from 'heaptrail/node-test';
      import { open, openAndClose } from './sessions.mjs';
      await assertNoLeaks(openAndClose);
      const { name, code, message } = await assertNoLeaks(open, { artefacts: false }).catch((error) => error);
      console.log(JSON.stringify({ name, code, message }));
    `);
    expect(thrown).toMatchObject({
      name: 'AssertionError',
      message: expect.stringContaining('Map `sessions`'),
    });
  });
});
