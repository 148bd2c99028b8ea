// A program that `bun build --compile` made finds no packages on disk: its probe's thread comes as one file.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** @param {URL} dist the folder of the compiled files */
export async function bundleBunProbe(dist) {
  const worker = fileURLToPath(new URL('probes/in-process/thread/bun-probe-worker.js', dist));
  await build({
    entryPoints: [worker],
    outfile: worker,
    allowOverwrite: true,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
  });
}
