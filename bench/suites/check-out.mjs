import { execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = join(here, '../..');

/**
 * The project at its commit with the leaks planted, and its packages by our own lock.
 * @param {string} name
 * @param {{ repository: string, commit: string, added: object, plants: object }} project
 * @param {string | undefined} mirrors a folder with git directories of the repositories, if there is no network
 * @returns {string} its folder
 */
export function checkOut(name, { repository, commit, added, plants }, mirrors) {
  const cache = join(root, 'bench/.cache/suites');
  const folder = join(cache, name);
  const packages = join(cache, `${name}-packages`);
  const git = join(cache, `${name}.git`);
  mkdirSync(cache, { recursive: true });
  const [owner, repo] = repository.split('/').slice(-2);
  const source = mirrors === undefined ? repository : join(mirrors, `${owner}+${repo}`, 'repo');
  if (!existsSync(git))
    execFileSync('git', ['clone', '--quiet', '--bare', source, git], { stdio: 'inherit' });
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const archive = execFileSync('git', ['--git-dir', git, 'archive', commit], { maxBuffer: 1 << 30 });
  execFileSync('tar', ['x', '-C', folder], { input: archive });
  install(name, packages);
  for (const file of ['package.json', 'package-lock.json'])
    cpSync(join(here, name, file), join(folder, file));
  symlinkSync(join(packages, 'node_modules'), join(folder, 'node_modules'));
  for (const [file, text] of Object.entries(added)) writeFileSync(join(folder, file), text);
  for (const [file, { code }] of Object.entries(plants)) appendFileSync(join(folder, file), `${code}\n`);
  return folder;
}

function install(name, packages) {
  if (existsSync(join(packages, 'node_modules'))) return;
  cpSync(join(here, name), packages, { recursive: true });
  // Not `npm ci`: it refuses any lock with an optional package that the registry does not have.
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: packages,
    stdio: 'inherit',
  });
  symlinkSync(root, join(packages, 'node_modules/heaptrail'));
}
