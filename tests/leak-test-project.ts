import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ScratchFolder } from '../testing/scratch-folder.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

/** What one test of a run came to. */
export interface TestResult {
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

/** A project that has heaptrail and vitest installed, for leak tests. */
export class LeakTestProject {
  readonly #scratch = new ScratchFolder();
  readonly path = this.#scratch.path;
  #programs = 0;

  /** @param modules by their file names */
  constructor(modules: Readonly<Record<string, string>>) {
    mkdirSync(join(this.path, 'node_modules'));
    symlinkSync(root, join(this.path, 'node_modules/heaptrail'));
    symlinkSync(join(root, 'node_modules/vitest'), join(this.path, 'node_modules/vitest'));
    this.write({ 'package.json': '{ "type": "module" }', ...modules });
  }

  write(modules: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(modules)) writeFileSync(join(this.path, name), text);
  }

  /** Runs a module and gives what it prints as JSON. */
  async run(code: string, env: NodeJS.ProcessEnv = {}) {
    const file = `program-${++this.#programs}.mjs`;
    this.write({ [file]: code });
    const { stdout } = await run(process.execPath, [file], {
      cwd: this.path,
      env: { ...process.env, ...env },
      maxBuffer: 1 << 26,
    });
    return JSON.parse(stdout);
  }

  /** Runs the tests whose files begin like this. */
  async vitest(files: string, ...options: readonly string[]) {
    const program = join(root, 'node_modules/vitest/vitest.mjs');
    const report = join(this.path, `results-${++this.#programs}.json`);
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
    const words = [program, 'run', `--root=${this.path}`, ...reporters, ...options, files];
    const env = { ...process.env, NO_COLOR: '1' };
    const { code = 0, stderr } = await run(process.execPath, words, { cwd: this.path, env }).catch(
      (error) => error,
    );
    const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
    const results: readonly TestResult[] = testResults.flatMap(
      (file: { assertionResults: readonly TestResult[] }) => file.assertionResults,
    );
    const statuses = Object.fromEntries(results.map(({ title, status }) => [title, status]));
    const messageOf = (title: string) =>
      results.find((result) => result.title === title)?.failureMessages[0] ?? '';
    return { code: code as number, statuses, messageOf, printed: stderr as string };
  }

  async bun(file: string): Promise<string> {
    const { stderr } = await run(join(root, 'node_modules/.bin/bun'), ['test', `./${file}`], {
      cwd: this.path,
    }).catch((error) => error);
    return stderr;
  }

  remove(): void {
    this.#scratch.remove();
  }
}
