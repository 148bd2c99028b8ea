// Puts the parser of command lines into the command itself: as a package of many files it takes half of the start-up.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** @param {URL} command the compiled entry, which is written over; what it imports of this project stays outside */
export async function inlineYargs(command) {
  const entry = fileURLToPath(command);
  await build({
    entryPoints: [entry],
    outfile: entry,
    allowOverwrite: true,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    // yargs asks for some built-in modules in the old way.
    banner: {
      js: "import { createRequire as createRequireOfYargs } from 'node:module';\nconst require = createRequireOfYargs(import.meta.url);",
    },
    plugins: [
      {
        name: 'own-files-stay-outside',
        setup(context) {
          context.onResolve({ filter: /^\./ }, ({ importer, path }) =>
            importer === entry ? { path, external: true } : undefined,
          );
        },
      },
    ],
  });
}
