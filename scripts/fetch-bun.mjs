// The versions of Bun that end-to-end tests probe. `node scripts/fetch-bun.mjs` fetches them all.
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { npmBinary } from './npm-binary.mjs';

/** The current one, the last of the line before, and one that a snapshot can crash. */
export const testedVersions = ['1.4.5', '1.3.14', '1.3.6'];
const architectures = { x64: 'x64', arm64: 'aarch64' };

/**
 * The path of a Bun executable.
 * @param {string} version
 * @returns {Promise<string>}
 */
export async function bunBinary(version = testedVersions[0]) {
  return await npmBinary(`@oven/bun-linux-${architectures[process.arch]}`, version, 'bun');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log((await Promise.all(testedVersions.map(bunBinary))).join('\n'));
}
