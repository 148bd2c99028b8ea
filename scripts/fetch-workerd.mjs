// The workerd that end-to-end tests probe. `node scripts/fetch-workerd.mjs` fetches it.
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { npmBinary } from './npm-binary.mjs';

const testedVersion = '1.20261117.1';
const architectures = { x64: '64', arm64: 'arm64' };

/**
 * The path of a workerd executable.
 * @returns {Promise<string>}
 */
export async function workerdBinary() {
  return await npmBinary(
    `@cloudflare/workerd-linux-${architectures[process.arch]}`,
    testedVersion,
    'workerd',
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(await workerdBinary());
