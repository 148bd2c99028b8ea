// webpack with its cache in memory, after it has bundled TypeScript's compiler and the tools of the bench, and its heap:
//   node bench/heaps/bundler.mjs OUT
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeHeapSnapshot } from 'node:v8';
import webpack from 'webpack';

const out = process.argv[2];
const require = createRequire(import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'bundled-'));
const compiler = webpack({
  mode: 'development',
  target: 'node',
  entry: ['typescript', 'webpack', 'heap-snapshot-toolkit'].map((name) => require.resolve(name)),
  output: { path: folder },
  devtool: 'source-map',
  cache: { type: 'memory' },
});
compiler.run((error, stats) => {
  if (error) throw error;
  globalThis.kept = [compiler, stats];
  renameSync(writeHeapSnapshot(`${out}.part`), out);
  rmSync(folder, { recursive: true });
});
