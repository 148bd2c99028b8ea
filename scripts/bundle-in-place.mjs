import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/**
 * Puts all that a compiled program imports into its own file.
 * @param {URL} program
 * @param {{ asksForBuiltIns?: boolean }} [options] asksForBuiltIns: a package in it requires Node's modules in the old way
 */
export async function bundleInPlace(program, { asksForBuiltIns = false } = {}) {
  const file = fileURLToPath(program);
  await build({
    entryPoints: [file],
    outfile: file,
    allowOverwrite: true,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'warning',
    ...(asksForBuiltIns && { banner: { js: requireOfNode } }),
  });
}

const requireOfNode =
  "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);";
