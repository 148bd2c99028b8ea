import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { agentOf } from './start-sample.mjs';

const run = promisify(execFile);

/** The options of `startSample` with which a sample runs on Bun, prepared to be attached to. */
export function onBun(bun) {
  // Any free port, and a path that nobody can guess. Children inherit the variable and take ports of their own.
  return { runtime: bun, environment: { BUN_INSPECT: `ws://127.0.0.1:0/${randomUUID()}` } };
}

/**
 * Compiles a sample into one executable. Its children are still run from their files by Bun itself: to start the
 * executable again would start the sample again, and that its children.
 * @returns {Promise<string>} its path
 */
export async function compileSample(name, bun, folder) {
  const agent = agentOf(name);
  const program = join(folder, name);
  const constants = { 'import.meta.url': pathToFileURL(agent).href, 'process.execPath': bun };
  const defines = Object.entries(constants).flatMap(([key, value]) => [
    '--define',
    `${key}=${JSON.stringify(value)}`,
  ]);
  // Libraries ask for native modules that are not built, and do without.
  const absent = ['*.node', 'cpu-features'].flatMap((name) => ['--external', name]);
  await run(bun, ['build', '--compile', agent, ...defines, ...absent, '--outfile', program], { cwd: folder });
  return program;
}
