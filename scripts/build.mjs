// Compiles the TypeScript sources into dist/, bundles the page's code, and makes the command executable. With
// --if-changed it does nothing if dist/ was built from the same sources.
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, rmSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { buildKernels } from './build-kernels.mjs';
import { isBuilt, noteBuilt } from './build-stamp.mjs';
import { bundleBunProbe } from './bundle-bun-probe.mjs';
import { bundleCommand } from './bundle-command.mjs';
import { bundleJest } from './bundle-jest.mjs';
import { bundlePage } from './bundle-page.mjs';
import { bundleStandby } from './bundle-standby.mjs';

await buildKernels();
if (process.argv.includes('--if-changed') && isBuilt()) process.exit();
rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
const tsc = fileURLToPath(new URL('../node_modules/typescript-native/bin/tsc', import.meta.url));
execFileSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
  cwd: new URL('..', import.meta.url),
});
const { reportJsonSchema } = await import('./report-schema.mjs');
writeFileSync(
  new URL('../dist/report.schema.json', import.meta.url),
  `${JSON.stringify(reportJsonSchema(), undefined, 2)}\n`,
);
// What threads load is JavaScript already.
for (const worker of ['edge-worker.mjs', 'gunzip-worker.mjs']) {
  const path = `analyzer/parse/${worker}`;
  copyFileSync(new URL(`../${path}`, import.meta.url), new URL(`../dist/${path}`, import.meta.url));
}
await bundleCommand(new URL('../dist/cli/main.js', import.meta.url));
chmodSync(new URL('../dist/cli/main.js', import.meta.url), 0o755);
await bundleStandby(new URL('../dist/', import.meta.url));
await bundlePage(new URL('../dist/viewer/', import.meta.url));
await bundleJest(new URL('../dist/', import.meta.url));
await bundleBunProbe(new URL('../dist/', import.meta.url));
noteBuilt();
