import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Where a checkout keeps what its build is made of. */
const rooms = ['format', 'probes', 'analyzer', 'viewer', 'cli', 'testing'];
const isSource = (name) => /\.(m?ts|mjs)$/.test(name) && !/\.test\.ts$/.test(name);
const runs = (name) => /\.(m?js|cjs|json|wasm)$/.test(name);

/**
 * A build by the path of its checkout, or of its dist folder.
 * @returns `{ path, dist, command, hash() }`
 * @throws Error if nothing is built, or sources are newer than what was built of them
 */
export function openBuild(path) {
  const root = resolve(path);
  const dist = [root, join(root, 'dist')].find((folder) => existsSync(join(folder, 'cli/main.js')));
  if (dist === undefined) throw new Error(`${path} has no build: run npm run build there`);
  if (dist !== root) requireFresh(root, dist);
  return { path: root, dist, command: join(dist, 'cli/main.js'), hash: () => hashOf(dist) };
}

function requireFresh(root, dist) {
  const built = statSync(join(dist, 'cli/main.js')).mtimeMs;
  for (const room of rooms.map((name) => join(root, name)).filter((folder) => existsSync(folder))) {
    for (const name of readdirSync(room, { recursive: true }).filter(isSource)) {
      if (name.endsWith('wasm.ts') || statSync(join(room, name)).mtimeMs <= built) continue;
      throw new Error(`${join(room, name)} is newer than the build: run npm run build in ${root}`);
    }
  }
}

/** What runs of it: two builds with the same code give the same reports, wherever they are. */
function hashOf(dist) {
  const hash = createHash('sha256').update(process.version);
  for (const name of readdirSync(dist, { recursive: true }).filter(runs).toSorted()) {
    const file = join(dist, name);
    if (statSync(file).isFile()) hash.update(name).update(readFileSync(file));
  }
  return hash.digest('hex').slice(0, 16);
}
