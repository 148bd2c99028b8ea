// Bundles the page's code and styles into one script and one style sheet, which every report carries.
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const viewer = new URL('../viewer/', import.meta.url);
/** DecompressionStream reads zlib's format from these on, and `:has()` and `inset` clip paths are older. */
const target = ['chrome111', 'firefox121', 'safari16.4'];
const notice =
  '/*! d3-hierarchy, d3-scale, d3-shape and what they use: Copyright Mike Bostock, ISC License */';

/**
 * @param {URL} folder where `page.js` and `page.css` go
 */
export async function bundlePage(folder) {
  const worker = await bundle('data/inflate-worker.ts', { write: false });
  const outdir = fileURLToPath(folder);
  await bundle('page.ts', {
    outdir,
    define: { inflateWorkerSource: JSON.stringify(worker.outputFiles[0].text) },
    banner: { js: notice },
  });
  await bundle('page.css', { outdir });
  await bundle('fleet.css', { outdir });
}

function bundle(entry, options) {
  return build({
    entryPoints: [fileURLToPath(new URL(entry, viewer))],
    bundle: true,
    minify: true,
    format: 'iife',
    charset: 'ascii',
    target,
    logLevel: 'warning',
    ...options,
  });
}
