import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Bytes, Millis } from '../../format/units.ts';
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
const probeSize: Bytes = 1024;
const bracket = 0x5d;
const newline = 0x0a;

/** Where the numbers of the edges stand: from behind the opening bracket to the closing one. */
export interface EdgeRange {
  readonly from: Bytes;
  readonly to: Bytes;
}

/** The edges being read by a second thread. */
export interface EdgeThread {
  readonly range: EdgeRange;
  /** Waits for the thread; the largest string index among the names, or undefined where it could not read them. */
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

/**
 * Finds the edges without reading what is in front of them, by halving: pieces of the file look different, since V8
 * writes each record on a line of its own and a node has more numbers than an edge.
 */
function findEdges(window: FileWindow, header: SnapshotHeader): EdgeRange | undefined {
  const isBeforeEdges = (offset: Bytes) => fieldsAt(window, offset) === header.node.fieldCount;
  const isBeforeEnd = (offset: Bytes) => {
    const fields = fieldsAt(window, offset);
    return fields === header.node.fieldCount || fields === header.edge.fieldCount;
  };
  const start = lastWhere(isBeforeEdges, window.offset + probeSize, window.size);
  const end = lastWhere(isBeforeEnd, start, window.size);
  const key = Buffer.from('"edges":[');
  const begin = window.bytesAt(start, 4 * probeSize);
  const at = begin.indexOf(key);
  const tail = window.bytesAt(end, 4 * probeSize);
  const last = tail.indexOf(bracket);
  return at === -1 || last === -1 ? undefined : { from: start + at + key.length, to: end + last };
}

/** The last place, to about a probe's size, where it holds; it holds up to there and not behind. */
function lastWhere(holds: (offset: Bytes) => boolean, from: Bytes, to: Bytes): Bytes {
  let low = from;
  let high = to;
  while (high - low > probeSize) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** How many numbers a record has there; 0 where there are no records of plain numbers. */
function fieldsAt(window: FileWindow, offset: Bytes): number {
  const bytes = window.bytesAt(offset, probeSize);
  const line = bytes.indexOf(newline) + 1;
  const end = bytes.indexOf(newline, line);
  if (line === 0 || end === -1) return 0;
  const record = bytes.toString('latin1', line, end);
  return /^,\d+(?:,\d+)*$/.test(record) ? record.split(',').length - 1 : 0;
}
