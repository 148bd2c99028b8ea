import freedPeak from './freed-peak/sample.mjs';
import lazyBuffers from './lazy-buffers/sample.mjs';
import nativeGrowth from './native-growth/sample.mjs';
import sqliteStatements from './sqlite-statements/sample.mjs';
import threadArenas from './thread-arenas/sample.mjs';
import wasmMemory from './wasm-memory/sample.mjs';
import workerPile from './worker-pile/sample.mjs';
import zlibStreams from './zlib-streams/sample.mjs';

/** Samples of memory outside the JavaScript heap. They take a minute each, so `samples` does not contain them. */
export const nativeSamples = [
  freedPeak,
  lazyBuffers,
  nativeGrowth,
  threadArenas,
  wasmMemory,
  workerPile,
  zlibStreams,
];

/** The same with a package that is installed only for them: `scripts/fetch-addon.mjs` gives its place. */
export const addonSamples = [sqliteStatements];
