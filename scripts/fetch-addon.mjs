import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A package with a real addon, installed once into .cache/addon/ from its own lock file: no script of it is run. */

const lock = fileURLToPath(new URL('addon', import.meta.url));
const folder = fileURLToPath(new URL('../.cache/addon', import.meta.url));

/** The environment of samples that need the addon. */
export function environmentWithAddon() {
  const wholeMark = join(folder, 'installed.json');
  const wanted = readFileSync(join(lock, 'package-lock.json'), 'utf8');
  if (!existsSync(wholeMark) || readFileSync(wholeMark, 'utf8') !== wanted) install(wholeMark, wanted);
  return { HEAPTRAIL_ADDONS: join(folder, 'package.json') };
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
