import { spawn } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Millis } from '../../format/units.ts';
import { exitCode } from '../requests/exit-codes.ts';

const patience: Millis = 15 * 60_000;
const lowPriority = 15;
const mostErrorText = 300;

/**
 * Runs one of our own commands in a process of its own, which gives way to the one that is watched: what it needs of
 * memory and time is gone with it.
 * @param what it is, in words
 * @param priority as `nice` counts
 * @returns what it printed
 * @throws Error why it did not end well. Inconclusive is an answer
 */
export async function runBeside(
  what: string,
  words: readonly string[],
  signal: AbortSignal,
  priority = lowPriority,
): Promise<string> {
  const command = fileURLToPath(new URL('../main.js', import.meta.url));
  const child = spawn(process.execPath, [command, ...words], {
    // Ctrl-C is for the watch, which ends this.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
  });
  let printed = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-mostErrorText);
  });
  child.once('spawn', () => setPriority(child.pid!, priority));
  return await new Promise((resolve, reject) => {
    child.once('error', (error) =>
      reject(error.name === 'AbortError' ? new Error(`the ${what} was stopped before it was done`) : error),
    );
    child.once('close', (code) => {
      if (code === exitCode.noGrowth || code === exitCode.inconclusive) resolve(printed);
      else reject(new Error(`the ${what} ended with exit code ${code}: ${errors.trim()}`));
    });
  });
}
