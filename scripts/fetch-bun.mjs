// The Bun that end-to-end tests refuse to signal. `node scripts/fetch-bun.mjs` fetches it.
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { npmBinary } from './npm-binary.mjs';

const version = '1.4.5';
const architectures = { x64: 'x64', arm64: 'aarch64' };

/**
 * The path of a Bun executable.
 * @returns {Promise<string>}
 */
export async function bunBinary() {
  return await npmBinary(`@oven/bun-linux-${architectures[process.arch]}`, version, 'bun');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  console.log(await bunBinary());
}
