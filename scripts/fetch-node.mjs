// The Node versions that end-to-end tests attach to. `node scripts/fetch-node.mjs` fetches them all.
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { npmBinary } from './npm-binary.mjs';

const versions = { 20: '20.20.2', 22: '22.23.3', 24: '24.21.0', 26: '26.10.0' };

/**
 * The path of a Node executable of this major version.
 * @param {20 | 22 | 24 | 26} major
 * @returns {Promise<string>}
 */
export async function nodeBinary(major) {
  const version = versions[major];
  if (version === undefined) {
    throw new Error(
      `no pinned version of node ${major}: known majors are ${Object.keys(versions).join(', ')}`,
    );
  }
  if (process.versions.node === version) return process.execPath;
  return await npmBinary(`node-linux-${process.arch}`, version, 'node');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const binaries = await Promise.all(Object.keys(versions).map((major) => nodeBinary(Number(major))));
  console.log(binaries.join('\n'));
}
