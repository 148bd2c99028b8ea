import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { actionIn, runAction, type Step, yaml } from './composite-action.ts';
import { freePort } from './free-port.ts';
import { installInto, typed } from './installed-project.ts';
import { sarifFaults } from './sarif-faults.ts';

/** What docs/ci.md and action.yml tell a CI to do, done. */

const root = fileURLToPath(new URL('..', import.meta.url));
const folders: string[] = [];

const server = (at: number) => `
const http = require('node:http');
const kept = [];
http.createServer((_, response) => { kept.push({ at: Date.now() }); response.end('ok'); }).listen(${at}, '127.0.0.1');
setTimeout(() => process.exit(1), 100_000);
`;

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A project with a server that leaks, and the port that it listens at. */
async function makeProject(): Promise<{ project: string; port: number }> {
  const project = mkdtempSync(join(tmpdir(), 'heaptrail-recipes-'));
  folders.push(project);
  installInto(project);
  const port = await freePort();
  writeFileSync(join(project, 'package.json'), '{ "name": "recipes", "private": true }');
  writeFileSync(join(project, 'server.js'), server(port));
  return { project, port };
}

const guide = readFileSync(join(root, 'docs/ci.md'), 'utf8');

function blocks(language: string): string[] {
  return [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text]) => text);
}

const recipes = blocks('yaml').map(yaml);
const [onGitHub, [suiteStep], [peakStep], onGitLab] = recipes as [
  { readonly jobs: { readonly leaks: { readonly steps: readonly Step[] } } },
  readonly [Step],
  readonly [Step],
  { readonly leaks: { readonly script: readonly string[] } },
];
const { steps } = onGitHub.jobs.leaks;
/** Where the recipe uses the action. */
const recipe = steps.find(({ id }) => id === 'leaks')!;

const action = actionIn();

describe.concurrent('docs/ci.md', { timeout: 240_000 }, () => {
  it('has commands that run, one after the other', async () => {
    const lines = blocks('sh').flatMap((block) => block.trim().split('\n'));
    expect(lines).toHaveLength(2);
    const { project, port } = await makeProject();
    for (const line of lines) {
      const shorter = line
        .replaceAll('3000', String(port))
        .replace(' check ', ' check --requests 53 --captures 3 ');
      const { code, stdout, stderr } = await typed(shorter, project);
      expect({ line, code, stdout, stderr }).toMatchObject({ code: 0 });
    }
    expect(sarifFaults(readFileSync(join(project, 'leaks.sarif'), 'utf8'))).toEqual([]);
    expect(readFileSync(join(project, 'leaks.xml'), 'utf8')).toContain('skipped="1"');
    expect(existsSync(join(project, 'leaks.html'))).toBe(true);
  });

  it('has recipes that parse, and that use what the action has', () => {
    expect(recipes).toHaveLength(4);
    // What is not there yet cannot be used.
    expect(steps.findIndex(({ run }) => run === 'npm ci')).toBeLessThan(steps.indexOf(recipe));
    for (const name of Object.keys({ ...recipe.with, ...suiteStep.with, ...peakStep.with }))
      expect(Object.keys(action.inputs)).toContain(name);
    for (const { uses } of [suiteStep, peakStep]) expect(uses).toBe(recipe.uses);
    expect(Object.keys(action.outputs)).toContain('sarif');
    expect(onGitLab.leaks.script[1]).toMatch(/^npx heaptrail check /);
  });
});

describe.concurrent('action.yml', { timeout: 240_000 }, () => {
  const [step, upload] = action.runs.steps;

  it('gives every input to its script, and none by substitution', () => {
    expect(action.runs.using).toBe('composite');
    expect(step.run).not.toContain('${{');
    const given = `${JSON.stringify(action.runs.steps)}`;
    for (const name of Object.keys(action.inputs)) expect(given).toContain(`inputs.${name}`);
    expect(upload.uses).toMatch(/^actions\/upload-artifact@/);
    expect(upload.with?.path).not.toContain('heaptrail\n');
  });

  it('says what to do where the package is not installed', async () => {
    const project = mkdtempSync(join(tmpdir(), 'heaptrail-recipes-'));
    folders.push(project);
    const { code, stdout } = await typed(step.run!, project, {
      GITHUB_ACTION_PATH: project,
      RUNNER_TEMP: project,
    });
    expect({ code, stdout }).toEqual({
      code: 2,
      stdout: expect.stringMatching(/^::error::.* npm ci before/),
    });
  });

  it('says what to name if nothing is named', async () => {
    const { project } = await makeProject();
    const { code, stdout } = await typed(step.run!, project, {
      GITHUB_ACTION_PATH: join(project, 'node_modules/heaptrail'),
      RUNNER_TEMP: project,
    });
    expect({ code, stdout }).toEqual({
      code: 2,
      stdout: '::error::heaptrail has nothing to start: give it command, suite or peak\n',
    });
  });

  it('compares builds instead, if a base is named', async () => {
    const { project, port } = await makeProject();
    mkdirSync(join(project, 'main'));
    writeFileSync(
      join(project, 'main/server.js'),
      server(port).replace('kept.push({ at: Date.now() });', ''),
    );
    const { code, stdout, stderr, read, summary } = await runAction(project, {
      command: 'node server.js',
      'base-directory': 'main',
      load: `http://127.0.0.1:${port}/`,
      requests: '101',
    });
    expect({ code, stdout, stderr }).toMatchObject({ code: 1 });
    expect(stderr).toMatch(/^::error .*title=heaptrail%3A leak\/array \[/m);
    const comment = read('comment.md');
    expect(comment).toMatch(/^### heaptrail: the head leaves more behind than the base\n/);
    expect(summary).toBe(comment);
    expect(read('leaks.xml')).toContain('failures="2"');
    expect(sarifFaults(read('leaks.sarif'))).toEqual([]);
  });

  it('annotates, summarizes and writes its files, as the recipe uses it', async () => {
    const { project, port } = await makeProject();
    const { code, stdout, stderr, read, summary } = await runAction(project, {
      ...recipe.with,
      load: recipe.with!.load.replace('3000', String(port)),
      requests: '53',
      captures: '3',
    });
    expect({ code, stdout, stderr }).toMatchObject({ code: 1 });
    expect(stderr).toMatch(/^::error .*title=heaptrail%3A leak\/array \[/m);
    expect(summary).toMatch(/^### heaptrail: growth/);
    expect(summary.split('\n').length).toBeLessThanOrEqual(40);
    expect(read('comment.md')).toBe(summary);
    for (const name of ['leaks.html', 'leaks.xml', 'leaks.sarif']) expect(read(name)).not.toBe('');
  });
});
