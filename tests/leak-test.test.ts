import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LeakTestProject } from './leak-test-project.ts';

const sessions = `
export const sessions = new Map();
const bulk = Array.from({ length: Number(process.env.BULK ?? 0) }, (_, number) => ({ number, text: Buffer.alloc(980, 'x').toString('latin1') }));
let next = bulk.length;
export function open() { sessions.set(next++, { open: true }); }
export function openAndClose() { const id = next++; sessions.set(id, { open: true }); sessions.delete(id); }
export async function openAndCloseLater() { await new Promise((resolve) => setImmediate(resolve)); openAndClose(); }
let log = '';
export function append() { log = Buffer.from(log + 'one more line of a transcript that is never cut off').toString('latin1'); }
`;

const project = new LeakTestProject({ 'sessions.mjs': sessions });
afterAll(() => project.remove());

/** For a machine on which much else is going on. */
const timeout = 240_000;

function looking(operation: string, options: object = {}): string {
  return `
    import inspector from 'node:inspector';
    import { findLeaks } from 'heaptrail/testing';
    import { ${operation} } from './sessions.mjs';
    const result = await findLeaks(${operation}, ${JSON.stringify(options)});
    console.log(JSON.stringify({ ...result, inspector: inspector.url() ?? 'closed' }));
  `;
}

describe('findLeaks', { timeout }, () => {
  it.concurrent('names the holder of one object per operation, and keeps the evidence', async () => {
    const result = await project.run(looking('open', { artefacts: 'kept' }));
    expect(result.leaks).toHaveLength(1);
    expect(result.leaks[0].title).toMatch(
      /^Map `sessions` gains [\d,]+ entries per interval and never loses any$/,
    );
    expect(result.leaks[0].growth.objectsPerOperation).toBe(1);
    expect(result.message).toContain('exactly 1 per operation');
    expect(existsSync(join(result.artefacts.recording, 'recording.json'))).toBe(true);
    expect(existsSync(result.artefacts.page)).toBe(true);
    expect(result.inspector).toBe('closed');
  });

  it.concurrent('finds it in a heap of 100 MB', async () => {
    const result = await project.run(looking('open', { artefacts: false }), { BULK: '100000' });
    expect(result.leaks.map(({ title }: { title: string }) => title)).toEqual([
      expect.stringContaining('Map `sessions` gains'),
    ]);
  });

  it.concurrent('finds a text that is replaced by a longer one', async () => {
    const { leaks } = await project.run(looking('append', { artefacts: false }));
    expect(leaks).toEqual([expect.objectContaining({ title: expect.stringContaining('`log`') })]);
  });

  it.concurrent.each(['openAndClose', 'openAndCloseLater'])('acquits %s', async (operation: string) => {
    // Both run at once, and a search that goes on has files there.
    const artefacts = `none-of-${operation}`;
    const result = await project.run(looking(operation, { artefacts }));
    expect(result).toMatchObject({ leaks: [], allowed: [], inspector: 'closed' });
    expect(existsSync(join(project.path, artefacts))).toBe(false);
  });

  it.concurrent('sets aside what is within the budget, and says so', async () => {
    const result = await project.run(looking('open', { budget: { objects: 1 }, artefacts: 'budget' }));
    expect(result.leaks).toEqual([]);
    expect(result.message).toMatch(
      /set aside\[[0-9a-f]{8}\]: Map `sessions` .* \(within the budget: 1 object and/,
    );
    expect(existsSync(join(project.path, 'budget'))).toBe(false);
  });
});

describe('heaptrail/vitest', { timeout }, () => {
  const leaking = (pool: string, name: string) => `
    import 'heaptrail/vitest';
    import { expect, test } from 'vitest';
    import { open } from './sessions.mjs';
    test('opens the ${name}', async () => { await expect(open).not.toLeak({ artefacts: 'kept-in-${pool}' }); });
  `;
  const clean = `
    import { test } from 'heaptrail/vitest';
    import { expect } from 'vitest';
    import { openAndClose } from './sessions.mjs';
    test('closes', async () => { await expect(openAndClose).not.toLeak(); });
    test('fixture', async ({ findLeaks }) => {
      const { leaks } = await findLeaks(openAndClose);
      expect(leaks).toEqual([]);
    });
  `;

  it.concurrent.each([
    ['forks', ['first']],
    ['threads', ['first', 'second']],
  ])('fails on a leak and passes else, in several %s', async (pool, leaks) => {
    for (const name of leaks) project.write({ [`${pool}-${name}.test.mjs`]: leaking(pool, name) });
    project.write({ [`${pool}-clean.test.mjs`]: clean });
    const { code, statuses, messageOf } = await project.vitest(
      `${pool}-`,
      `--pool=${pool}`,
      '--maxWorkers=3',
    );
    expect(code).toBe(1);
    expect(statuses).toEqual({
      ...Object.fromEntries(leaks.map((name) => [`opens the ${name}`, 'failed'])),
      closes: 'passed',
      fixture: 'passed',
    });
    const kept = readdirSync(join(project.path, `kept-in-${pool}`)).filter((name) => name !== '.gitignore');
    expect(kept).toHaveLength(2 * leaks.length);
    for (const name of leaks) {
      const message = messageOf(`opens the ${name}`);
      expect(message).toMatch(/leak\[[0-9a-f]{8}\]: Map /);
      expect(message).toContain('exactly 1 per operation');
      expect(kept.some((file) => file.startsWith(`opens-the-${name}-`))).toBe(true);
    }
  });
});

describe('heaptrail/node-test', { timeout }, () => {
  it.concurrent('fails with the report', async () => {
    const thrown = await project.run(`
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
