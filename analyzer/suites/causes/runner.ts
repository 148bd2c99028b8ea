import { type CauseFinder, filesOf } from './cause.ts';

const ofRunner =
  /node_modules\/(@?vitest|vite|vite-node|@?jest[^/]*|babel-jest|expect|tinypool|tinyspy|@babel|esbuild|rolldown|chai|@sinonjs\/fake-timers|pretty-format|collect-v8-coverage|@bcoe\/v8-coverage|stack-utils|source-map-support|@jridgewell|graceful-fs)\//;

/** What runners keep for themselves: transformed code, results, maps of modules. */
export const runner: CauseFinder = {
  cause: {
    name: 'runner',
    words: 'the test runner keeps it for itself: results, transformed code and caches of modules',
    remedy:
      'limit the memory of workers (workerIdleMemoryLimit of jest, vmMemoryLimit of vitest) if it becomes too much',
    expected: true,
  },
  fits: (holder) => {
    if (holder.isHeldFromOutside) return true;
    const files = filesOf(holder);
    const nearest = files.at(-1);
    return nearest !== undefined && ofRunner.test(nearest) && files.every((file) => isOutside(file));
  },
};

function isOutside(file: string): boolean {
  return file.startsWith('node:') || file.startsWith('internal/') || file.includes('node_modules/');
}
