// Installs the programs of programs.mjs into bench/.cache/agents/NAME from their lock files, once.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const locks = fileURLToPath(new URL('locks', import.meta.url));
const cache = fileURLToPath(new URL('../.cache/agents', import.meta.url));

/** The folder of the installed program. No package runs a script of its own. */
export function installed({ name, lock = name }) {
  if (lock === null) return fileURLToPath(new URL('../..', import.meta.url));
  const folder = join(cache, lock);
  const wholeMark = join(folder, 'installed.json');
  const wanted = readFileSync(join(locks, lock, 'package-lock.json'), 'utf8');
  if (existsSync(wholeMark) && readFileSync(wholeMark, 'utf8') === wanted) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(join(locks, lock), folder, { recursive: true });
  npm(folder, 'ci', '--ignore-scripts');
  writeFileSync(wholeMark, wanted);
  return folder;
}

function npm(folder, ...words) {
  execFileSync('npm', [...words, '--no-audit', '--no-fund', '--no-update-notifier'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}
