import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Bytes, Millis } from '../../format/units.ts';
import { type EdgeRange, findEdges } from './edge-range.ts';
import { type EdgeColumns, indexedTypes, isOrderOfV8 } from './edge-section.ts';
import type { FileWindow } from './file-window.ts';
import { parseModule, workerLayout } from './parse-kernels.ts';
import type { SnapshotHeader } from './snapshot-header.ts';

/** Below this a thread starts up for longer than it saves. */
const smallestForTwo: Bytes = 24 << 20;

export function isWorthAThread(size: Bytes): boolean {
  return size >= smallestForTwo && availableParallelism() > 1;
}

/** A thread that is gone without a word is not waited for any longer than this between two signs of life. */
const longestSilence: Millis = 5_000;

/** The edges being read by a second thread. */
export interface EdgeThread {
  readonly range: EdgeRange;
  /** Waits for the thread; the largest string index among the names, or undefined if it could not read them. */
  finish(): number | undefined;
}

/**
 * Starts to read the edges in a second thread, where the file looks as V8 writes it. This thread
 * may not return to its event loop meanwhile, and need not: it waits for the columns to be filled.
 * @param columns shared ones, of edgeCount entries
 */
export function startEdgeThread(
  window: FileWindow,
  header: SnapshotHeader,
  columns: EdgeColumns,
): EdgeThread | undefined {
  if (!isOrderOfV8(header.edge)) return undefined;
  const range = findEdges(window, header);
  if (range === undefined) return undefined;
  const status = new Int32Array(new SharedArrayBuffer(12));
  const worker = new Worker(new URL('./edge-worker.mjs', import.meta.url), {
    execArgv: [],
    workerData: {
      module: parseModule(),
      layout: workerLayout,
      descriptor: window.descriptor,
      ...range,
      edgeCount: header.edgeCount,
      nodeCount: header.nodeCount,
      nodeFields: header.node.fieldCount,
      types: header.edge.types,
      indexed: indexedTypes,
      ...columns,
      status,
    },
  });
  // Its end is seen in `status`; what is said in events comes too late for who waits.
  worker.on('error', () => {});
  worker.unref();
  return {
    range,
    finish() {
      for (;;) {
        const done = Atomics.load(status, 1);
        if (Atomics.wait(status, 0, 0, longestSilence) !== 'timed-out') break;
        if (Atomics.load(status, 1) === done) {
          void worker.terminate();
          return undefined;
        }
      }
      return Atomics.load(status, 0) === 1 ? Atomics.load(status, 2) >>> 0 : undefined;
    },
  };
}
