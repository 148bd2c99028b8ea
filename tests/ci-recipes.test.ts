import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
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

/** Bun has a parser of YAML, and this project has Bun. */
function yaml(text: string): unknown {
  const bun = join(root, 'node_modules/.bin/bun');
  const parsed = execFileSync(
    bun,
    ['-e', 'console.log(JSON.stringify(Bun.YAML.parse(await Bun.stdin.text())))'],
    { input: text, encoding: 'utf8' },
  );
  return JSON.parse(parsed);
}

const guide = readFileSync(join(root, 'docs/ci.md'), 'utf8');

function blocks(language: string): string[] {
  return [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text]) => text);
}

interface Step {
  readonly id?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { description: string; required?: boolean; default?: string }>>;
  readonly outputs: Readonly<Record<string, { value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const recipes = blocks('yaml').map(yaml);
const [onGitHub, onGitLab] = recipes as [
  { readonly jobs: { readonly leaks: { readonly steps: readonly Step[] } } },
  { readonly leaks: { readonly script: readonly string[] } },
];
const { steps } = onGitHub.jobs.leaks;
/** Where the recipe uses the action. */
const recipe = steps.find(({ id }) => id === 'leaks')!;

const action = yaml(readFileSync(join(root, 'action.yml'), 'utf8')) as Action;

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
    expect(recipes).toHaveLength(2);
    // What is not there yet cannot be used.
    expect(steps.findIndex(({ run }) => run === 'npm ci')).toBeLessThan(steps.indexOf(recipe));
    for (const name of Object.keys(recipe.with!)) expect(Object.keys(action.inputs)).toContain(name);
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

  it('compares builds instead, if a base is named', async () => {
    const { project, port } = await makeProject();
    mkdirSync(join(project, 'main'));
    writeFileSync(
      join(project, 'main/server.js'),
      server(port).replace('kept.push({ at: Date.now() });', ''),
    );
    const folder = join(project, 'runner');
    mkdirSync(folder);
    const { code, stdout, stderr } = await typed(step.run!, project, {
      HEAPTRAIL_COMMAND: 'node server.js',
      HEAPTRAIL_BASE_DIRECTORY: 'main',
      HEAPTRAIL_LOAD: `http://127.0.0.1:${port}/`,
      HEAPTRAIL_REQUESTS: '101',
      HEAPTRAIL_LIMIT: '10m',
      GITHUB_ACTION_PATH: join(project, 'node_modules/heaptrail'),
      RUNNER_TEMP: folder,
      GITHUB_OUTPUT: join(folder, 'output'),
      GITHUB_STEP_SUMMARY: join(folder, 'summary'),
    });
    expect({ code, stdout, stderr }).toMatchObject({ code: 1 });
    expect(stderr).toMatch(/^::error .*title=heaptrail%3A leak\/array \[/m);
    const [, written] = /^folder=(.*)\nexit-code=1\n$/.exec(readFileSync(join(folder, 'output'), 'utf8'))!;
    const comment = readFileSync(join(written, 'comment.md'), 'utf8');
    expect(comment).toMatch(/^### heaptrail: the head leaves more behind than the base\n/);
    expect(readFileSync(join(folder, 'summary'), 'utf8')).toBe(comment);
  });

  it('annotates, summarizes and writes its files, as the recipe uses it', async () => {
    const { project, port } = await makeProject();
    const used = join(project, recipe.uses!);
    const installed = yaml(readFileSync(join(used, 'action.yml'), 'utf8')) as Action;
    const [{ env, run }] = installed.runs.steps;
    const folder = join(project, 'runner');
    mkdirSync(folder);
    const [output, summary] = ['output', 'summary'].map((name) => join(folder, name));
    const inputs: Readonly<Record<string, string>> = {
      ...recipe.with,
      load: recipe.with!.load.replace('3000', String(port)),
      requests: '53',
      captures: '3',
    };
    const environment = Object.fromEntries(
      Object.entries(env!).map(([name, value]) => {
        const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)![1];
        return [name, inputs[input] ?? ''];
      }),
    );
    const { code, stdout, stderr } = await typed(run!, project, {
      ...environment,
      GITHUB_ACTION_PATH: used,
      RUNNER_TEMP: folder,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
    });
    expect({ code, stdout, stderr }).toMatchObject({ code: 1 });
    expect(stderr).toMatch(/^::error .*title=heaptrail%3A leak\/array \[/m);
    expect(readFileSync(summary, 'utf8')).toMatch(/^### heaptrail: growth/);
    const [, written] = /^folder=(.*)\nexit-code=1\n$/.exec(readFileSync(output, 'utf8'))!;
    for (const name of ['leaks.html', 'leaks.xml', 'leaks.sarif']) {
      expect(existsSync(join(written, name))).toBe(true);
    }
  });
});
