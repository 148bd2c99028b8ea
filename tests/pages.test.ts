import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { RecordingManifest } from '../format/recording.ts';
import type { Report } from '../format/report.ts';
import { pages, servePages } from '../samples/pages/index.mjs';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { commandFile, heaptrail, type Ran } from './heaptrail-command.ts';

/** Real pages in a real Chromium, started by the command. */

const scratch = new ScratchFolder();
const server = servePages();
let address: string;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // Closed at the end, with the connections that a browser keeps.
  server.unref();
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  scratch.remove();
});

const folder = () => mkdtempSync(join(scratch.path, 'run-'));

const actionsOf = (name: string) =>
  fileURLToPath(new URL(`../samples/pages/${name}/actions.mjs`, import.meta.url));

/** The temporary folder of the command, in which the browser has its profile, and the recording. */
function words(page: string, script: string, ...more: readonly string[]): string[] {
  const place = ['--page', `${address}/${page}`, '--script', script, '--browser', inject('chromium')];
  return ['check', ...place, '--captures', '3', '--repeat', '7', '--no-sampling', ...more];
}

async function check(
  page: string,
  script: string,
  ...more: readonly string[]
): Promise<Ran & { cwd: string }> {
  const cwd = folder();
  const ran = await heaptrail(words(page, script, ...more), { cwd, env: { TMPDIR: cwd } });
  return { ...ran, cwd };
}

/** What is there beside the recording. */
const leftIn = (folder: string) => readdirSync(folder).filter((name) => !name.endsWith('.heaptrail'));

function manifestIn(folder: string): RecordingManifest {
  const recording = readdirSync(folder).find((name) => name.endsWith('.heaptrail'));
  return JSON.parse(readFileSync(join(folder, recording!, 'recording.json'), 'utf8'));
}

describe.each(pages)('the page $name', ({ name, title, place, evidence }) => {
  it('is named by what its script holds, and silent once that is fixed', async () => {
    const leaky = await check(`${name}/`, actionsOf(name), '--json');
    expect(leaky).toMatchObject({ code: 1 });
    const [first, ...others]: Report['suspects'] = JSON.parse(leaky.stdout).suspects;
    expect(others.map((suspect) => suspect.title)).toEqual([]);
    expect(first.title).toMatch(title);
    expect(JSON.stringify(first)).toContain(place);
    expect(first.evidence.join('\n')).toMatch(evidence);
    expect(first.growth.objectsPerOperation).toBe(1);
    const fixed = await check(`${name}/?fixed`, actionsOf(name));
    expect(fixed.stdout).toMatch(/^no sustained growth/);
    expect(fixed).toMatchObject({ code: 0 });
    expect([leftIn(leaky.cwd), leftIn(fixed.cwd)]).toEqual([[], []]);
    const { target, options, captures, state, notes } = manifestIn(fixed.cwd);
    expect({ state, notes }).toEqual({ state: 'complete', notes: [] });
    expect(target).toMatchObject({ runtime: 'chromium', command: [`${address}/${name}/?fixed`] });
    expect(options.workload).toBe(`7 repetitions of ${actionsOf(name)} in ${address}/${name}/?fixed`);
    expect(captures.map(({ operations, status }) => [operations, status])).toEqual([
      [7, 'whole'],
      [14, 'whole'],
      [21, 'whole'],
    ]);
    expect(new Set(captures.map(({ epoch }) => epoch)).size).toBe(1);
  });
});

it.each([
  [
    'loads the page anew',
    'export async function action(page) { await page.reload(); }',
    /loaded another document in repetition 1 of the warm-up/,
  ],
  [
    'waits for what does not come',
    "export async function action(page) { await page.click('#nothing', { timeout: 100 }); }",
    /action of \S+ failed in repetition 1 of the warm-up: page\.click: Timeout 100ms/,
  ],
])('says what is wrong with a script that %s', async (_, text, message) => {
  const script = join(folder(), 'actions.mjs');
  writeFileSync(script, text);
  const { code, stderr, cwd } = await check('dialogs/', script);
  expect(stderr).toMatch(message);
  expect({ code, left: leftIn(cwd) }).toEqual({ code: 3, left: [] });
});

it('tells of a way back that does not lead back', async () => {
  const script = join(folder(), 'actions.mjs');
  writeFileSync(script, "export async function action(page) { await page.click('#open'); }");
  const { cwd } = await check('dialogs/?fixed', script);
  expect(manifestIn(cwd).notes.join('\n')).toMatch(
    /before capture 2: the page shows \d+ more elements than before: `back` may not undo what `action` does/,
  );
});

it('closes the browser on Ctrl-C', async () => {
  const cwd = folder();
  const child = spawn(process.execPath, [commandFile, ...words('dialogs/', actionsOf('dialogs'))], {
    cwd,
    env: { ...process.env, TMPDIR: cwd },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    if (!told.includes('capture 1 of') && `${told}${text}`.includes('capture 1 of')) child.kill('SIGINT');
    told += text;
  });
  const [code] = await once(child, 'close');
  const { target, state } = manifestIn(cwd);
  expect({ code, state }).toEqual({ code: 3, state: 'interrupted' });
  expect(existsSync(`/proc/${target.pid}`)).toBe(false);
  expect(leftIn(cwd)).toEqual([]);
});
