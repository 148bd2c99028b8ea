// Bundles what heaptrail/doctor runs in a thread and in a process, and packs it for programs that were compiled.
import { readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { ownPlaces } from './bundle-command.mjs';

const entries = [
  'doctor/analyst/analyst.js',
  'probes/in-process/thread/probe-worker.js',
  'probes/in-process/thread/bun-probe-worker.js',
];
/** What these read and run, beside them as in the package. */
const beside = [
  'viewer/page.js',
  'viewer/page.css',
  'analyzer/parse/edge-worker.mjs',
  'analyzer/parse/gunzip-worker.mjs',
  'analyzer/parse/line-worker.mjs',
];

/** @param {URL} dist the built package */
export async function packDoctor(dist) {
  const folder = `${realpathSync(fileURLToPath(dist))}${sep}`;
  const files = { 'package.json': '{ "type": "module" }\n' };
  for (const entry of entries) files[entry] = await bundled(folder, entry);
  for (const name of beside) files[name] = readFileSync(join(folder, name), 'utf8');
  const packed = brotliCompressSync(Buffer.from(JSON.stringify(files))).toString('base64');
  writeFileSync(join(folder, 'doctor/program/packed.js'), `export const packed = '${packed}';\n`);
}

async function bundled(folder, entry) {
  const { outputFiles } = await build({
    entryPoints: [join(folder, entry)],
    bundle: true,
    write: false,
    minify: true,
    // Names of classes and functions are in reports of faults.
    keepNames: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as createRequireOfPackages } from 'node:module';\nconst require = createRequireOfPackages(import.meta.url);",
    },
    plugins: [ownPlaces(folder, dirname(join(folder, entry)))],
  });
  return outputFiles[0].text;
}
