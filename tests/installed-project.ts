import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ran } from './heaptrail-command.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Makes heaptrail, and all that it is developed with, packages of the project, as an installation would. */
export function installInto(project: string): void {
  const modules = join(project, 'node_modules');
  mkdirSync(join(modules, '.bin'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  symlinkSync(join(root, 'node_modules/.bin/vitest'), join(modules, '.bin/vitest'));
  symlinkSync(root, join(modules, 'heaptrail'));
  symlinkSync(join(root, 'dist/cli/main.js'), join(modules, '.bin/heaptrail'));
}

/** Types a line into bash, in the project and with this Node first. */
export function typed(line: string, cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ran> {
  const { NO_COLOR: _, FORCE_COLOR: __, VITEST: ___, NODE_OPTIONS: ____, ...plain } = process.env;
  const path = `${join(process.execPath, '..')}:${process.env.PATH}`;
  const child = spawn('bash', ['-c', line], {
    cwd,
    env: { ...plain, PATH: path, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
