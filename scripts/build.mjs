// Compiles the TypeScript sources into dist/, bundles the page's code, and makes the command executable. With
// --if-changed it does nothing if dist/ was built from the same sources.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { buildKernels } from './build-kernels.mjs';
import { isBuilt, noteBuilt } from './build-stamp.mjs';
import { bundleCommand } from './bundle-command.mjs';
import { bundleInPlace } from './bundle-in-place.mjs';
import { bundleJest } from './bundle-jest.mjs';
import { bundlePage } from './bundle-page.mjs';
import { bundleProtocol, dropBundled } from './bundle-protocol.mjs';
import { bundleSuite } from './bundle-suite.mjs';
import { packDoctor } from './pack-doctor.mjs';

await buildKernels();
if (process.argv.includes('--if-changed') && isBuilt()) process.exit();
rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
const tsc = fileURLToPath(new URL('../node_modules/typescript-native/bin/tsc', import.meta.url));
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
  cwd: new URL('..', import.meta.url),
});
const { peakJsonSchema, reportJsonSchema } = await import('./report-schema.mjs');
for (const [name, schema] of [
  ['report', reportJsonSchema()],
  ['peak', peakJsonSchema()],
])
  writeFileSync(
    new URL(`../dist/${name}.schema.json`, import.meta.url),
    `${JSON.stringify(schema, undefined, 2)}\n`,
  );
// What threads load is JavaScript already.
for (const worker of ['edge-worker.mjs', 'gunzip-worker.mjs', 'line-worker.mjs']) {
  const path = `analyzer/parse/${worker}`;
  copyFileSync(new URL(`../${path}`, import.meta.url), new URL(`../dist/${path}`, import.meta.url));
}
const assist = new URL('../dist/assist/mcp/', import.meta.url);
await bundleProtocol(assist);
await bundleCommand(new URL('../dist/cli/main.js', import.meta.url));
dropBundled(assist);
chmodSync(new URL('../dist/cli/main.js', import.meta.url), 0o755);
// Every attach starts this helper and waits until it stands by: as one file it does so in half the time. It imports ws.
const standby = new URL('../dist/probes/node/inspector/close-late-inspector.js', import.meta.url);
await bundleInPlace(standby, { asksForBuiltIns: true });
await bundlePage(new URL('../dist/viewer/', import.meta.url));
await bundleJest(new URL('../dist/', import.meta.url));
// A program that `bun build --compile` made finds no packages on disk: its probe's thread comes as one file.
await bundleInPlace(new URL('../dist/probes/in-process/thread/bun-probe-worker.js', import.meta.url));
await bundleSuite(new URL('../dist/', import.meta.url));
await packDoctor(new URL('../dist/', import.meta.url));
noteBuilt();
