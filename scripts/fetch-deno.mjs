// The Deno that end-to-end tests probe. `node scripts/fetch-deno.mjs` fetches it.
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { npmBinary } from './npm-binary.mjs';

const testedVersion = '2.9.6';

/**
 * The path of a Deno executable.
 * @returns {Promise<string>}
 */
export async function denoBinary() {
  return await npmBinary(`@deno/linux-${process.arch}-glibc`, testedVersion, 'deno', 'deno');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(await denoBinary());
