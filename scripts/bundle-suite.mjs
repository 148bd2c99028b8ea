// What reporters put into the workers of a suite comes as CommonJS, one file each: `--require` and jest's own module
// system load nothing else, whatever the project is written in.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** @param {URL} dist the folder of the compiled files */
export async function bundleSuite(dist) {
  const entries = {
    preload: 'probes/suite/preload.js',
    'jest-setup': 'testing/suite/jest-setup.js',
    'node-test-setup': 'testing/suite/node-test-setup.js',
  };
  for (const [name, entry] of Object.entries(entries)) {
    await build({
      entryPoints: [fileURLToPath(new URL(entry, dist))],
      outfile: fileURLToPath(new URL(`testing/suite/${name}.cjs`, dist)),
      bundle: true,
      format: 'cjs',
      platform: 'node',
      target: 'node20',
      logLevel: 'warning',
    });
  }
}
