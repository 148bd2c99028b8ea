// What Chrome DevTools' own engine says of random heaps, for the tests to compare with:
//   npm run bench -- devtools-sizes      writes testing/devtools-sizes.json
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { loadInDevTools } from './engines/devtools-load.mjs';

const seeds = Array.from({ length: 24 }, (_, i) => i + 1);
const project = fileURLToPath(new URL('..', import.meta.url));
const room = mkdtempSync(join(tmpdir(), 'heaptrail-bench-'));
const generator = join(room, 'random-heap.mjs');
await build({
  entryPoints: [join(project, 'testing/random-heap.ts')],
  bundle: true,
  format: 'esm',
  platform: 'node',
  outfile: generator,
  logLevel: 'error',
});
const { randomHeap } = await import(pathToFileURL(generator));

// It lists what nothing holds, of which random heaps have much.
console.warn = () => {};
const heaps = [];
for (const seed of seeds) {
  const file = join(room, `${seed}.heapsnapshot`);
  writeFileSync(file, randomHeap(seed).text());
  const { retainedSizes, dominatorsTree } = await loadInDevTools(file);
  heaps.push({ seed, retainedSizes: [...retainedSizes], dominators: [...dominatorsTree] });
}
rmSync(room, { recursive: true });
const { version } = JSON.parse(
  readFileSync(new URL('node_modules/chrome-devtools-frontend/package.json', import.meta.url), 'utf8'),
);
const lines = heaps.map((heap) => JSON.stringify(heap)).join(',\n');
writeFileSync(
  join(project, 'testing/devtools-sizes.json'),
  `{ "engine": "chrome-devtools-frontend ${version}", "heaps": [\n${lines}\n] }\n`,
);
