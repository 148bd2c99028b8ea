// A second thread that reads the edges of a snapshot while the first one reads nodes and strings. It knows only what
// V8 itself writes; whatever else it meets, it leaves all edges to the first thread. This is JavaScript, because a
// thread loads its file itself, where Node 20 knows no TypeScript.
import { readSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

const { module, layout, descriptor, from, to, edgeCount, nodeCount, nodeFields, types, indexed } = workerData;
const { edgeType, edgeName, edgeTo, status } = workerData;
const { windowAddress, typesAddress, bytesAddress, namesAddress, targetsAddress, batchSize, readAhead } =
  layout;
const chunkSize = 1 << 20;
const comma = 0x2c;

/** @returns {boolean} whether all of it was as expected */
function readEdges() {
  const memory = new WebAssembly.Memory({ initial: (windowAddress + chunkSize + (1 << 16)) >> 16 });
  const { edgeRecords, position, largestName } = new WebAssembly.Instance(module, { env: { memory } })
    .exports;
  const window = new Uint8Array(memory.buffer, windowAddress);
  new Uint8Array(memory.buffer, typesAddress, 256).fill(0xff).set(types.subarray(0, 256));
  const batchTypes = new Uint8Array(memory.buffer, bytesAddress, batchSize);
  const batchNames = new Uint32Array(memory.buffer, namesAddress, batchSize);
  const batchTargets = new Uint32Array(memory.buffer, targetsAddress, batchSize);

  let offset = from;
  let at = 0;
  let end = 0;
  let edge = 0;
  let largest = 0;
  while (offset < to || at < end) {
    window.copyWithin(0, at, end);
    end -= at;
    at = 0;
    const wanted = Math.min(chunkSize, to - offset);
    const read = wanted === 0 ? 0 : readSync(descriptor, window, end, wanted, offset);
    if (read < wanted) return false;
    offset += read;
    end += read;
    const isLast = offset === to;
    // The bracket behind the last record, read as a comma, makes it a record like any other.
    if (isLast) window[end++] = comma;
    const safe = windowAddress + (isLast ? end : end - readAhead);
    for (;;) {
      const count = edgeRecords(
        windowAddress + at,
        safe,
        Math.min(batchSize, edgeCount - edge),
        typesAddress,
        indexed,
        nodeFields,
        nodeCount,
        bytesAddress,
        namesAddress,
        targetsAddress,
      );
      at = position.value - windowAddress;
      if (count === 0) break;
      edgeType.set(batchTypes.subarray(0, count), edge);
      edgeName.set(batchNames.subarray(0, count), edge);
      edgeTo.set(batchTargets.subarray(0, count), edge);
      largest = Math.max(largest, largestName.value >>> 0);
      edge += count;
    }
    Atomics.store(status, 1, 1 + Math.floor((offset - from) / 1024));
    if (isLast) {
      Atomics.store(status, 2, largest);
      return at === end && edge === edgeCount;
    }
    if (end - at > readAhead) return false;
  }
  return false;
}

let whole = false;
Atomics.store(status, 1, 1);
try {
  whole = readEdges();
} finally {
  Atomics.store(status, 0, whole ? 1 : 2);
  Atomics.notify(status, 0);
}
