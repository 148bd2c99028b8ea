import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LeakTestProject } from './leak-test-project.ts';

/** What is allowed to stay, and what leak tests say if they cannot come to an end. */
const project = new LeakTestProject({
  'sessions.mjs': `
    export const sessions = new Map();
    export const log = [];
    let next = 0;
    export function open() { sessions.set(next++, { open: true }); }
    export async function openLater() { await new Promise((resolve) => setTimeout(resolve, 2)); open(); }
    export function openAndLog() { open(); log.push({ line: next }); }
    export function openAndClose() { const id = next++; sessions.set(id, { open: true }); sessions.delete(id); }
  `,
});
afterAll(() => project.remove());

/** For a machine on which much else is going on. */
const timeout = 240_000;

describe('what is allowed', { timeout }, () => {
  it.concurrent('is set aside by its holder, by its kind and by its fingerprint, and is said', async () => {
    const { byPath, byOthers } = await project.run(`
      import { findLeaks } from 'heaptrail/testing';
      import { openAndLog } from './sessions.mjs';
      const look = (allow) => findLeaks(openAndLog, { allow, artefacts: 'allowed' });
      const byPath = await look({ paths: ['sessions'] });
      const byOthers = await look({ kinds: ['map'], fingerprints: [byPath.leaks[0].fingerprint] });
      console.log(JSON.stringify({ byPath, byOthers }));
    `);
    expect(byPath.leaks).toEqual([
      expect.objectContaining({ title: expect.stringContaining('Array `log` gains') }),
    ]);
    expect(byPath.message).toMatch(
      /\nset aside\[[0-9a-f]{8}\]: Map `sessions` gains .* \(allowed: path sessions\)\n/,
    );
    expect(byOthers.leaks).toEqual([]);
    expect(byOthers.message).toMatch(/^openAndLog does not leak/);
    const reasons = byOthers.allowed.map(({ reason }: { reason: string }) => reason);
    expect(reasons.toSorted()).toEqual([
      `allowed: fingerprint ${byPath.leaks[0].fingerprint}`,
      'allowed: kind map',
    ]);
    // The first search kept its evidence, the second had none to keep.
    const folder = join(project.path, 'allowed');
    const { recording, page } = byPath.artefacts;
    expect(
      readdirSync(folder)
        .map((name) => join(folder, name))
        .toSorted(),
    ).toEqual([join(folder, '.gitignore'), recording, page].toSorted());
  });

  it.concurrent('may grow by time, beside an operation that leaves nothing behind', async () => {
    const result = await project.run(`
      import { setTimeout as sleep } from 'node:timers/promises';
      import { findLeaks } from 'heaptrail/testing';
      import { log } from './sessions.mjs';
      const sampling = setInterval(() => { log.push({ at: performance.now() }); }, 1);
      const result = await findLeaks(() => sleep(4), { operations: 11 });
      clearInterval(sampling);
      console.log(JSON.stringify(result));
    `);
    expect(result.leaks).toEqual([]);
    expect(result.allowed).toEqual([
      expect.objectContaining({
        reason: expect.stringMatching(/^it does not grow with the operations: .* in intervals of /),
      }),
    ]);
  });
});

describe('an operation', { timeout }, () => {
  const looking = (operation: string, options: string) => `
    import { findLeaks } from 'heaptrail/testing';
    import { openAndClose } from './sessions.mjs';
    async function operation(index) { ${operation} }
    const { code, message, next } = await findLeaks(operation, ${options}).catch((error) => error);
    const { leaks } = await findLeaks(openAndClose);
    console.log(JSON.stringify({ code, message, next, leaks }));
  `;

  it.concurrent.each([
    [
      'never ends',
      'if (index === 500) await new Promise(() => {});',
      '{ operations: 101, timeout: 3_000 }',
      'operation 500 of operation was still running when the 3 s of the leak test were over',
    ],
    [
      'never ends before the first round',
      'await new Promise(() => {});',
      '{ timeout: 300 }',
      'operation 0 of operation was still running when the 300 ms of the leak test were over',
    ],
    [
      'takes too long',
      'const end = performance.now() + 60; while (performance.now() < end);',
      '{ name: "a loop", timeout: 500 }',
      'operations of a loop took 500 ms, too few to tell whether they leak',
    ],
  ])('that %s fails its test alone, and says what to do', async (_, operation, options, message) => {
    expect(await project.run(looking(operation, options))).toEqual({
      code: 'leak-test-timeout',
      message: expect.stringContaining(message),
      next: expect.stringContaining('raise the timeout of the leak test'),
      leaks: [],
    });
  });

  it.concurrent('is left at a signal', async () => {
    const aborted = await project.run(`
      import { findLeaks } from 'heaptrail/testing';
      const operation = () => new Promise((resolve) => { setImmediate(resolve); });
      const signal = AbortSignal.timeout(50);
      const error = await findLeaks(operation, { signal, rounds: 1_000_000 }).catch((error) => error);
      console.log(JSON.stringify({ isReason: error === signal.reason }));
    `);
    expect(aborted).toEqual({ isReason: true });
  });
});

describe('heaptrail/vitest', { timeout }, () => {
  it.concurrent('gives a leak time, and says what is known if a test takes its own', async () => {
    project.write({
      'time.test.mjs': `
        import { test } from 'heaptrail/vitest';
        import { expect, vi } from 'vitest';
        import { open, openAndClose, openLater } from './sessions.mjs';
        test('has two minutes', ({ task }) => { expect(task.timeout).toBe(120_000); });
        test('is too short', { timeout: 1_000 }, async () => { await expect(openLater).not.toLeak(); });
        test('is too short for the fixture', { timeout: 1_000 }, async ({ findLeaks }) => { await findLeaks(openLater); });
        test('comes after', async () => { await expect(openAndClose).not.toLeak(); });
        test('has a clock of its own', async () => {
          vi.useFakeTimers();
          await expect(expect(open).not.toLeak({ artefacts: false })).rejects.toThrow(/leaks: 1 suspect/);
        });`,
    });
    const { statuses, printed } = await project.vitest('time');
    expect(statuses).toEqual({
      'has two minutes': 'passed',
      'is too short': 'failed',
      'is too short for the fixture': 'failed',
      'comes after': 'passed',
      'has a clock of its own': 'passed',
    });
    expect(printed.match(/Test timed out in 1000ms/g)).toHaveLength(2);
    expect(printed).toMatch(/^is too short for the fixture (ran|seems to leak)/m);
    expect(printed.match(/give a leak test more time: test\(name, \{ timeout: 120000 \}/g)).toHaveLength(2);
    expect(readdirSync(project.path)).not.toContain('heaptrail-artefacts');
  });

  it.concurrent('leaves a timeout alone that the project has chosen', async () => {
    project.write({
      'chosen.test.mjs': `
        import { test } from 'heaptrail/vitest';
        import { expect } from 'vitest';
        test('chosen', ({ task }) => { expect(task.timeout).toBe(7_000); });`,
    });
    expect(await project.vitest('chosen', '--test-timeout=7000')).toMatchObject({ code: 0 });
  });
});

describe('heaptrail/bun', { timeout }, () => {
  it.concurrent('says what to set before bun ends a test, and allows what it names', async () => {
    project.write({
      'slow.bun.test.mjs': `
        import { findLeaks } from 'heaptrail/bun';
        import { expect, test } from 'bun:test';
        import { open } from './sessions.mjs';
        const slow = () => new Promise((resolve) => setTimeout(resolve, 4));
        test('is allowed', async () => {
          const { leaks: [{ fingerprint }] } = await findLeaks(open);
          await expect(open).not.toLeak({ allow: { fingerprints: [fingerprint] } });
        });
        test('takes long', async () => { await expect(slow).not.toLeak(); });`,
    });
    const told = await project.bun('slow.bun.test.mjs');
    expect(told).toMatch(/\(pass\) is allowed/);
    expect(told).toContain('run bun test --timeout 120000, or write test(name, run, 120000)');
    expect(told).toContain('timed out after 5000ms');
  });
});
