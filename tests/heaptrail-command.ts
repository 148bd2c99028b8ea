import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, symlinkSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { threadId } from 'node:worker_threads';

const built = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const bin = fileURLToPath(new URL('../.cache/bin/', import.meta.url));

/** The command as `npm install --global` leaves it: a link named heaptrail, so that this is what it calls itself. */
export const commandFile = linkedAs('heaptrail');

function linkedAs(name: string): string {
  const link = `${bin}${name}`;
  mkdirSync(bin, { recursive: true });
  // Renamed over what is there: another test file may be first, and a clone that was moved has an old link.
  const fresh = `${link}.${process.pid}.${threadId}`;
  symlinkSync(relative(bin, built), fresh);
  renameSync(fresh, link);
  return link;
}

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly command?: string;
  /** What starts Node, with its arguments: it has to become Node in the end. */
  readonly by?: readonly [string, ...string[]];
  /** Options of Node itself. */
  readonly ofNode?: readonly string[];
  /** It is interrupted, as by Ctrl-C, as soon as it has printed this. */
  readonly until?: string;
}

/** Runs the built command as a shell would, in a pipe and with a plain environment. */
export function heaptrail(words: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const command = options.command ?? commandFile;
  if (!existsSync(command)) throw new Error(`${command} is missing: run npm run build first`);
  const { NO_COLOR: _, FORCE_COLOR: __, ...plain } = process.env;
  const [first, ...others] = [...(options.by ?? []), process.execPath, ...(options.ofNode ?? []), command];
  const child = spawn(first!, [...others, ...words], {
    cwd: options.cwd,
    env: { ...plain, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
    if (options.until !== undefined && stdout.includes(options.until)) child.kill('SIGINT');
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}
