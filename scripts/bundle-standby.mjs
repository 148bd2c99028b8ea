// Every attach starts this helper and waits until it stands by: as one file it does so in half the time.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** @param {URL} dist the folder of the compiled files */
export async function bundleStandby(dist) {
  const program = fileURLToPath(new URL('probes/node/inspector/close-late-inspector.js', dist));
  await build({
    entryPoints: [program],
    outfile: program,
    allowOverwrite: true,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    // ws asks for built-in modules in the old way.
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
  });
}
