// Jest loads tests by `require`, and by ES modules only behind a flag: so its entry comes as one CommonJS file, too.
import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** @param {URL} dist the folder of the compiled files */
export async function bundleJest(dist) {
  await build({
    entryPoints: [fileURLToPath(new URL('testing/jest.js', dist))],
    // Beside the program that it starts, as the modules it is made from.
    outfile: fileURLToPath(new URL('testing/leak-test/jest.cjs', dist)),
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    define: { 'import.meta.url': 'urlOfThisFile' },
    banner: { js: "const urlOfThisFile = require('node:url').pathToFileURL(__filename).href;" },
  });
  copyFileSync(
    new URL('../testing/jest-require.d.cts', import.meta.url),
    new URL('testing/jest.d.cts', dist),
  );
}
