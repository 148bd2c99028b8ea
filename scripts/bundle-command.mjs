// Puts the command into few files: read one by one, its hundreds of small modules take most of its start-up.
import { readdirSync, realpathSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Commands stay apart, so that each loads what it needs. What threads, helpers and targets load are files of their own.
 *
 * @param {URL} command the compiled entry, which is written over
 */
export async function bundleCommand(command) {
  const entry = realpathSync(fileURLToPath(command));
  const folder = dirname(entry);
  const dist = `${dirname(folder)}${sep}`;
  const modules = readdirSync(folder).filter((name) => join(folder, name) !== entry);
  await build({
    entryPoints: [entry],
    outdir: folder,
    chunkNames: 'part-[hash]',
    allowOverwrite: true,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // The text of a script stays in memory: a watch runs for weeks beside its target.
    minifyWhitespace: true,
    minifySyntax: true,
    logLevel: 'warning',
    // Both ask for built-in modules in the old way.
    banner: {
      js: "import { createRequire as createRequireOfPackages } from 'node:module';\nconst require = createRequireOfPackages(import.meta.url);",
    },
    plugins: [packagesStayOutside(dist), plainWidths, ownPlaces(dist, folder)],
  });
  for (const name of modules) rmSync(join(folder, name), { recursive: true });
}

const bundledProtocol = '../assist/mcp/protocol.js';

/**
 * All but three: of many small files, the parser of command lines takes half of the start-up, and ws a third of an
 * attach's; of valibot, a tenth is used, and all of it would stay in memory.
 * What is one small file already stays one.
 */
function packagesStayOutside(dist) {
  return {
    name: 'packages-stay-outside',
    setup(context) {
      context.onResolve({ filter: /^[^./]/ }, ({ path, importer }) =>
        importer.startsWith(dist) && !/^(yargs|ws|valibot)\b/.test(path)
          ? { path, external: true }
          : undefined,
      );
      context.onResolve({ filter: /\/protocol\.js$/ }, ({ path, resolveDir }) => {
        const fromCommand = relative(join(dist, 'cli'), join(resolveDir, path)).replaceAll('\\', '/');
        return fromCommand === bundledProtocol ? { path: fromCommand, external: true } : undefined;
      });
    },
  };
}

/** The parser of command lines measures only the help, which has plain characters. */
const plainWidths = {
  name: 'plain-widths',
  setup(context) {
    const path = fileURLToPath(new URL('plain-width.mjs', import.meta.url));
    context.onResolve({ filter: /^string-width$/ }, () => ({ path }));
  },
};

/** A module that names files beside it goes on to name them from where it stood. */
export function ownPlaces(dist, folder) {
  return {
    name: 'own-places',
    setup(context) {
      context.onLoad({ filter: /\.js$/ }, async ({ path }) => {
        if (!path.startsWith(dist)) return undefined;
        const text = await readFile(path, 'utf8');
        const place = JSON.stringify(relative(folder, path).replaceAll('\\', '/'));
        return { contents: text.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`) };
      });
    },
  };
}
