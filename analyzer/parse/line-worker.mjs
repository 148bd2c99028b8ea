// A second thread that counts the lines of files, block by block, one file after the other, while the first thread looks for
// what grows. This is JavaScript, because a thread loads its file itself, where Node 20 knows no TypeScript.
import { readSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

const { module, windowAddress, blockSize, parts, stopped } = workerData;
const chunkSize = 256 * blockSize;

const memory = new WebAssembly.Memory({ initial: (windowAddress + chunkSize + (1 << 16)) >> 16 });
const { countLines } = new WebAssembly.Instance(module, { env: { memory } }).exports;
const window = new Uint8Array(memory.buffer, windowAddress);

/** @returns {boolean} whether all lines were counted: nobody stopped it, and the file is as long as it was */
function countPart({ descriptor, from, to, before, status }) {
  let count = 0;
  let block = 0;
  for (let offset = from; offset < to; offset += chunkSize) {
    if (Atomics.load(stopped, 0) === 1) return false;
    const wanted = Math.min(chunkSize, to - offset);
    for (let done = 0; done < wanted; ) {
      const read = readSync(descriptor, window, done, wanted - done, offset + done);
      if (read === 0) return false;
      done += read;
    }
    for (let at = 0; at < wanted; at += blockSize) {
      count += countLines(windowAddress + at, windowAddress + Math.min(at + blockSize, wanted));
      before[++block] = count;
    }
    Atomics.add(status, 1, 1);
  }
  return true;
}

for (const part of parts) {
  let whole = false;
  try {
    whole = countPart(part);
  } finally {
    Atomics.store(part.status, 0, whole ? 1 : 2);
    Atomics.notify(part.status, 0);
  }
}
