import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Packages with addons, installed once into .cache/addon/ from their own lock file: no script of them is run. */

const lock = fileURLToPath(new URL('addon', import.meta.url));
const folder = fileURLToPath(new URL('../.cache/addon', import.meta.url));

/**
 * How samples are started that need the addon, and what a process needs to give memory back on Node 20 to 24: koffi, which
 * heaptrail finds in the project of the process as well.
 */
export function withAddon() {
  const wholeMark = join(folder, 'installed.json');
  const wanted = readFileSync(join(lock, 'package-lock.json'), 'utf8');
  if (!existsSync(wholeMark) || readFileSync(wholeMark, 'utf8') !== wanted) install(wholeMark, wanted);
  return { directory: folder, environment: { HEAPTRAIL_ADDONS: join(folder, 'package.json') } };
}

function install(wholeMark, wanted) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(lock, folder, { recursive: true });
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-update-notifier'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  writeFileSync(wholeMark, wanted);
}
