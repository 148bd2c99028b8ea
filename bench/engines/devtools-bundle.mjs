import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const worker = 'chrome-devtools-frontend/front_end/entrypoints/heap_snapshot_worker';
const output = fileURLToPath(new URL('../.cache/devtools.mjs', import.meta.url));

/** DevTools comes as sources for a browser: bundles its heap engine for Node, once; returns the URL to import. */
export async function devtoolsBundle() {
  if (!existsSync(output)) {
    const { build } = await import('esbuild');
    const contents = `
      export { HeapSnapshotLoader } from './node_modules/${worker}/HeapSnapshotLoader.ts';
      export { SecondaryInitManager } from './node_modules/${worker}/HeapSnapshot.ts';`;
    await build({
      stdin: { contents, resolveDir: fileURLToPath(new URL('..', import.meta.url)), loader: 'ts' },
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile: output,
      logLevel: 'error',
      plugins: [withoutLocales],
    });
  }
  return pathToFileURL(output).href;
}

/** The list of languages is made by DevTools' own build, and no part of the engine. */
const withoutLocales = {
  name: 'without-locales',
  setup(build) {
    build.onResolve({ filter: /locales\.js$/ }, ({ path }) => ({ path, namespace: 'locales' }));
    build.onLoad({ filter: /.*/, namespace: 'locales' }, () => ({
      contents: `export const LOCALES = [], BUNDLED_LOCALES = [], DEFAULT_LOCALE = 'en-US';
        export const REMOTE_FETCH_PATTERN = '', LOCAL_FETCH_PATTERN = '';`,
    }));
  },
};
