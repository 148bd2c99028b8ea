import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeBinary } from '../scripts/fetch-node.mjs';
import { ScratchFolder } from '../testing/scratch-folder.ts';
import { layRecording } from './laid-recording.ts';
import { outermostNodes } from './node-versions.ts';

/*
 * What npm would publish, in empty projects: alone, with vitest 4 and jest, and with vitest 5. They are installed without the
 * scripts of dependencies, so that nothing is compiled and leak tests do without the optional addon.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = new ScratchFolder();
const project = join(scratch.path, 'vitest-4');
const newer = join(scratch.path, 'vitest-5');
/** Nothing but the package, without optional ones. */
const plain = join(scratch.path, 'plain');
/** All other types are those of the projects. */
const nodeTypes = join(scratch.path, 'types');
const run = promisify(execFile);
const timeout = 240_000;
/** Its file needs no Babel, and among the packages beside it there are no tests to look for. */
const jest = ['--rootDir', project, '--roots', join(project, 'jest'), '--transform', '{}'];
const jestSuite = [
  ...['--rootDir', project, '--roots', join(project, 'jest-suite'), '--transform', '{}'],
  '--reporters=heaptrail/jest-reporter',
];
/** The suite of jest in the sample project. */
const sample = join(root, 'samples/ci-project/test-jest');
let tarball: string;
let packed: readonly string[];

beforeAll(async () => {
  const { stdout } = await run(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', scratch.path],
    { cwd: root, maxBuffer: 1 << 26 },
  );
  const [{ filename, files }] = JSON.parse(stdout);
  tarball = join(scratch.path, filename);
  mkdirSync(nodeTypes);
  symlinkSync(join(root, 'node_modules/@types/node'), join(nodeTypes, 'node'));
  packed = files.map(({ path }: { path: string }) => path);
  await Promise.all([
    install(plain, '--omit=optional'),
    install(project, 'vitest@4.1.12', 'jest@30.4.2'),
    install(newer, 'vitest@5.1.1'),
  ]);
  for (const [name, text] of Object.entries(programs)) {
    for (const folder of [project, newer]) writeFileSync(join(folder, name), text);
  }
}, timeout);
afterAll(() => scratch.remove());

async function install(folder: string, ...packages: readonly string[]): Promise<void> {
  for (const name of ['jest', 'jest-suite']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }');
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', '--no-package-lock'];
  await run('npm', ['install', ...quiet, tarball, ...packages], { cwd: folder, maxBuffer: 1 << 26 });
  writeFileSync(join(folder, 'types.mts'), typed);
}

const libraryPage = readFileSync(join(root, 'docs/library.md'), 'utf8');
/** By the function that tells most of each. */
const libraryExamples = [...libraryPage.matchAll(/^```js\n(.*?)^```/gms)].map(([, code]) => {
  const call = /\.(query|objects|classes)\(|(analyzeRecording)\(/.exec(code)!;
  return [call[1] ?? call[2], code] as const;
});

/** The file of a leak, and one test of each runner. The leak is looked for once a Node: it takes some seconds. */
const programs = {
  'sessions.js': `
    const sessions = new Map();
    let next = 0;
    exports.open = () => { sessions.set(next++, { open: true }); };
    exports.openAndClose = () => { const id = next++; sessions.set(id, { open: true }); sessions.delete(id); };`,
  'node.test.mjs': `
    import assert from 'node:assert';
    import { test } from 'node:test';
    import { assertNoLeaks } from 'heaptrail/node-test';
    import { findLeaks } from 'heaptrail/testing';
    import { open, openAndClose } from './sessions.js';
    test('closes', async () => { await assertNoLeaks(openAndClose); });
    test('finds', async () => { assert.deepEqual((await findLeaks(openAndClose)).leaks, []); });
    test('opens', async () => { await assert.rejects(assertNoLeaks(open, { artefacts: false }), /Map \`sessions\` gains/); });`,
  'vitest.test.mjs': `
    import { test } from 'heaptrail/vitest';
    import { expect } from 'vitest';
    import { openAndClose } from './sessions.js';
    test('closes', async ({ task }) => {
      await expect(openAndClose).not.toLeak();
      expect(task.timeout).toBe(120_000);
    });`,
  'jest/closes.test.js': `
    require('heaptrail/jest');
    const { openAndClose } = require('../sessions.js');
    test('closes', async () => { await expect(openAndClose).not.toLeak(); });
    test('keeps to a budget', async () => {
      const doubles = () => new Array(1000).fill(1.5);
      await expect(doubles).toAllocateAtMost({ bytes: 9000 });
      await expect(expect(doubles).toAllocateAtMost({ bytes: 4096 })).rejects.toThrow(/more than the budget of 4\\.0 KiB/);
    });
    test('may take longer than usual', async () => { await new Promise((resolve) => setTimeout(resolve, 5_200)); });`,
  'jest-suite/transcripts.test.cjs': readFileSync(join(sample, 'transcripts.test.cjs'), 'utf8'),
  'jest-suite/forgetting.test.cjs': readFileSync(join(sample, 'forgetting.test.cjs'), 'utf8'),
  'bun.test.mjs': `
    import 'heaptrail/bun';
    import { expect, test } from 'bun:test';
    import { open, openAndClose } from './sessions.js';
    test('closes', async () => { await expect(openAndClose).not.toLeak(); });
    test('opens', async () => {
      let message = '';
      try { await expect(open).not.toLeak(); } catch (error) { message = error.message; }
      expect(message).toContain('objects of class Object stay per operation');
    });`,
};

const typed = `
  import { type Heap, openHeap, type QueryRow, type Report, analyzeRecording } from 'heaptrail/analyze';
  import { type Diagnosis, diagnose } from 'heaptrail/doctor';
  import { assertNoLeaks } from 'heaptrail/node-test';
  import { findLeaks, type LeakTestResult } from 'heaptrail/testing';
  import { test } from 'heaptrail/vitest';
  import { expect } from 'vitest';
  const promised: Promise<void> = expect(() => {}).not.toLeak({ budget: { objects: 1 } });
  test('fixture', async ({ findLeaks }) => {
    const { leaks }: LeakTestResult = await findLeaks(() => {});
    expect(leaks).toEqual([]);
  });
  // @ts-expect-error there is no such option
  await expect(() => {}).not.toLeak({ operation: 1 });
  const result: LeakTestResult = await findLeaks(async (index: number) => index, { operations: 11 });
  await assertNoLeaks(() => {}, { allow: { kinds: ['map'] } });
  const heap: Heap = await openHeap(['1.heapsnapshot'], { includeStrings: true });
  const rows: readonly QueryRow[] = heap.query('Session', { limit: 3 }).rows;
  for (const { id, path } of heap.objects('Session')) { const told: [number, string] = [id, path]; void told; }
  const report: Report = await analyzeRecording('agent.heaptrail', { onProgress: (_, share) => void share.toFixed() });
  // @ts-expect-error an object of a heap cannot be changed
  for (const one of heap.find('sessions')) one.id = 3;
  const told: Diagnosis = await diagnose({ time: 20_000, maxRung: 'visits', onProgress: ({ share }) => void share.toFixed() });
  // @ts-expect-error there is no such rung
  await diagnose({ maxRung: 'photograph' });
  export { promised, report, result, rows, told };`;

it('packs what is needed and nothing else', () => {
  const outside = packed.filter((path) => !path.startsWith('dist/'));
  expect(outside.toSorted()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'action.yml',
    'assist/skill/SKILL.md',
    'deploy/grafana/heaptrail.json',
    'deploy/kubernetes/daemonset.yaml',
    'deploy/kubernetes/ephemeral.yaml',
    'deploy/kubernetes/sidecar.yaml',
    'deploy/prometheus/heaptrail.rules.yaml',
    'package.json',
  ]);
  expect(packed.filter((path) => /\.test\.|\.map$|\.ts$/.test(path) && !path.endsWith('.d.ts'))).toEqual([]);
  expect(packed.filter((path) => /heap-builder|drawn-|scratch-folder|real-snapshot/.test(path))).toEqual([]);
});

it(
  'has entries that publint and attw find no fault with',
  async () => {
    const bin = (name: string) => join(root, 'node_modules/.bin', name);
    const [publint] = await Promise.all([
      run(bin('publint'), ['run', tarball, '--strict']),
      run(bin('attw'), [tarball, '--profile', 'esm-only']),
    ]);
    expect(publint.stdout).toContain('All good');
  },
  timeout,
);

it.each([
  ['4', project],
  ['5', newer],
])(
  'has types for vitest %s',
  async (_, folder) => {
    const options = ['--noEmit', '--strict', '--target', 'es2023', '--module', 'nodenext', '--types', 'node'];
    const tsc = join(root, 'node_modules/typescript-native/bin/tsc');
    const words = [tsc, ...options, '--typeRoots', nodeTypes, 'types.mts'];
    const { stdout } = await run(process.execPath, words, { cwd: folder }).catch((error) => error);
    expect(stdout).toBe('');
  },
  timeout,
);

it('stays light, and its page says how light', () => {
  const modules = join(plain, 'node_modules');
  const packages = Object.keys(
    JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages,
  );
  const files = readdirSync(modules, { recursive: true, encoding: 'utf8' }).map((file) =>
    statSync(join(modules, file)),
  );
  const size = files.reduce((all, file) => all + (file.isFile() ? file.size : 0), 0) / 1e6;
  const [, toldPackages, toldSize] = /puts (\d+) packages and (\d+) MB into/.exec(libraryPage)!;
  expect(packages).toHaveLength(Number(toldPackages));
  expect(Math.abs(size - Number(toldSize))).toBeLessThan(1);
  expect(packages.length).toBeLessThan(60);
  expect(size).toBeLessThan(25);
});

it('says what a check of a page needs beside it', async () => {
  writeFileSync(join(plain, 'actions.mjs'), 'export async function action() {}');
  const command = join(plain, 'node_modules/.bin/heaptrail');
  const words = ['check', '--page', 'http://127.0.0.1:3000/', '--script', 'actions.mjs'];
  await expect(run(command, words, { cwd: plain })).rejects.toMatchObject({
    code: 2,
    stderr:
      'error: --page needs playwright-core, which is not installed here\nhelp: npm install --save-dev playwright-core\n',
  });
});

describe('the library', () => {
  beforeAll(() => layRecording(plain));

  it.each(libraryExamples)('runs the example of its page that calls %s', async (_, code) => {
    writeFileSync(join(plain, 'example.mjs'), code);
    const { stdout } = await run(process.execPath, ['example.mjs'], { cwd: plain });
    expect(stdout).not.toBe('');
    if (code.includes('forgotten'))
      expect(stdout).toMatch(/^closed sessions retain [1-9]\d+ bytes\nMap \d+ and shared [1-9]/);
    if (code.includes('analyzeRecording'))
      expect(stdout).toContain('possible Map `sessions` gains 6 entries');
  });
});

describe('the installed package', () => {
  it.concurrent.each(outermostNodes)(
    'tests with every runner on Node %d',
    async (major) => {
      const node = await nodeBinary(major);
      const modules = join(project, 'node_modules');
      const inNode = (...words: readonly string[]) =>
        run(node, [...words], { cwd: project, maxBuffer: 1 << 26 });
      const [version] = await Promise.all([
        inNode(join(modules, 'heaptrail/dist/cli/main.js'), '--version'),
        inNode('--test', 'node.test.mjs'),
        inNode(join(modules, 'vitest/vitest.mjs'), 'run', 'vitest.test.mjs'),
        inNode(join(modules, 'jest/bin/jest.js'), ...jest),
      ]);
      expect(version.stdout).toMatch(/^\d+\.\d+\.\d+/);
    },
    timeout,
  );

  it.concurrent.each(
    outermostNodes.flatMap((major) => [[major, '--runInBand'] as const, [major, '--maxWorkers=2'] as const]),
  )(
    'says what a suite of jest leaves on Node %d, %s',
    async (major, mode) => {
      const words = [join(project, 'node_modules/jest/bin/jest.js'), ...jestSuite, mode];
      const { stdout } = await run(await nodeBinary(major), words, {
        cwd: project,
        env: { ...process.env, NO_COLOR: '1' },
      });
      expect(stdout).toMatch(/^heaptrail: 1 of 2 test files leaves /m);
      expect(stdout).toMatch(/held by {2}Array `transcripts`, 20,000 entries/);
      expect(stdout).toMatch(/kept by {2}.*\(jest-suite\/transcripts\.test\.cjs:7\)/);
    },
    timeout,
  );

  it.concurrent(
    'names its commands as npx takes them',
    async () => {
      const words = ['--offline', 'heaptrail', 'attach', '4194305'];
      const { stderr } = await run('npx', words, { cwd: project }).catch((error) => error);
      expect(stderr).toMatch(/^error: there is no process 4194305\nhelp: .*`npx heaptrail ps`/m);
    },
    timeout,
  );

  it.concurrent(
    'tests with vitest 5',
    async () => {
      const words = [join(newer, 'node_modules/vitest/vitest.mjs'), 'run', 'vitest.test.mjs'];
      const { stdout } = await run(await nodeBinary(24), words, { cwd: newer });
      expect(stdout).toMatch(/1 passed/);
    },
    timeout,
  );

  it.concurrent(
    'tests with bun',
    async () => {
      const bun = join(root, 'node_modules/.bin/bun');
      const { stderr } = await run(bun, ['test', './bun.test.mjs'], { cwd: project });
      expect(stderr).toMatch(/2 pass/);
    },
    timeout,
  );
});
