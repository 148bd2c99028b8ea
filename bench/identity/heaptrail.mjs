import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const manifests = ['recording.json', 'tree.json'];

/**
 * Runs this checkout's build, which records into the folder `out`. Exit codes stand for verdicts: what counts is that the
 * recording is whole.
 * @throws Error in its own words if it is not
 */
export async function recordInto(out, words, options = {}) {
  const { code, errors } = await ended(process.execPath, [command, ...words], options);
  if (stateOf(out) !== 'complete') throw new Error(`no whole recording (${code}): ${errors}`);
}

function stateOf(folder) {
  for (const name of manifests) {
    try {
      return JSON.parse(readFileSync(join(folder, name), 'utf8')).state;
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
  }
  return undefined;
}

/** @throws Error with what it says last if it ends with anything but 0 */
export async function run(program, words, options = {}) {
  const { code, errors } = await ended(program, words, options);
  if (code !== 0) throw new Error(`it ends with ${code}: ${errors}`);
}

async function ended(program, words, options) {
  const child = spawn(program, words, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  const [errors, [code, signal]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { code: signal ?? code, errors: errors.trim().slice(-400) };
}
