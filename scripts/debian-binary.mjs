// Programs of Debian packages: unpacked into the cache, so that nothing is installed and no service starts, if that is enough.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const cache = fileURLToPath(new URL('../.cache/debian', import.meta.url));

/**
 * The path of a program that a package has.
 * @param {string} name of the package, such as `prometheus`
 * @param {string} program where it is in the package, such as `usr/bin/promtool`
 * @returns {string}
 */
export function debianBinary(name, program) {
  const binary = path.join(debianFolder(name), program);
  if (existsSync(binary)) return binary;
  throw new Error(`the package ${name} has no ${program}`);
}

/**
 * The folder in which the files of a package are.
 * @param {string} name of the package
 * @returns {string}
 */
export function debianFolder(name) {
  const folder = path.join(cache, name);
  if (!existsSync(folder)) unpack(name, folder);
  return folder;
}

/**
 * The path of a program that works only if its package is installed, which root may do.
 * @param {string} name of the package
 * @param {string} binary where the package puts it
 * @returns {string}
 */
export function installedBinary(name, binary) {
  if (existsSync(binary)) return binary;
  const words = ['install', '-y', '--no-install-recommends', name];
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  withLists(() => execFileSync('apt-get', words, { stdio: 'ignore', env }));
  return binary;
}

function unpack(name, folder) {
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(path.join(tmpdir(), 'heaptrail-debian-'));
  const whole = `${folder}.${process.pid}`;
  try {
    download(name, scratch);
    const [file] = readdirSync(scratch).filter((entry) => entry.endsWith('.deb'));
    execFileSync('dpkg-deb', ['-x', path.join(scratch, file), whole], { stdio: 'ignore' });
    // Several test files may do the same at once.
    if (!existsSync(folder)) renameSync(whole, folder);
  } finally {
    for (const place of [scratch, whole]) rmSync(place, { recursive: true, force: true });
  }
}

function download(name, cwd) {
  withLists(() => execFileSync('apt-get', ['download', name], { cwd, stdio: 'ignore' }));
}

/** Fresh containers have no lists of packages. */
function withLists(run) {
  try {
    run();
  } catch {
    execFileSync('apt-get', ['update'], { stdio: 'ignore' });
    run();
  }
}
