import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ran } from './heaptrail-command.ts';
import { typed } from './installed-project.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface Step {
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

/** Bun has a parser of YAML, and this project has Bun. */
export function yaml(text: string): unknown {
  const bun = join(root, 'node_modules/.bin/bun');
  const parsed = execFileSync(
    bun,
    ['-e', 'console.log(JSON.stringify(Bun.YAML.parse(await Bun.stdin.text())))'],
    { input: text, encoding: 'utf8' },
  );
  return JSON.parse(parsed);
}

/** What action.yml says, in this project or where one is installed. */
export function actionIn(folder: string = root): Action {
  return yaml(readFileSync(join(folder, 'action.yml'), 'utf8')) as Action;
}

export interface ActionRun extends Ran {
  /** Of what was written for the next steps, by its name. */
  readonly read: (name: string) => string;
  readonly summary: string;
}

/** Runs the action's script in a project that has heaptrail, as GitHub's runner does, with these inputs. */
export async function runAction(
  project: string,
  inputs: Readonly<Record<string, string>>,
): Promise<ActionRun> {
  const used = join(project, 'node_modules/heaptrail');
  const action = actionIn(used);
  const [{ env, run }] = action.runs.steps;
  const environment = Object.fromEntries(
    Object.entries(env!).map(([name, value]) => {
      const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)![1];
      return [name, inputs[input] ?? action.inputs[input].default ?? ''];
    }),
  );
  const folder = mkdtempSync(join(tmpdir(), 'heaptrail-runner-'));
  const [output, summary] = ['output', 'summary'].map((name) => join(folder, name));
  const ran = await typed(run!, project, {
    ...environment,
    GITHUB_ACTION_PATH: used,
    RUNNER_TEMP: folder,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
  });
  const [, written] = new RegExp(`^folder=(.*)\nexit-code=${ran.code}\n$`).exec(
    readFileSync(output, 'utf8'),
  )!;
  return {
    ...ran,
    read: (name) => readFileSync(join(written, name), 'utf8'),
    summary: readFileSync(summary, 'utf8'),
  };
}
