// Unpacks a gzip file into another one in a thread of its own, because the thread that reads snapshots waits for it
// and has no event loop meanwhile.
import { createReadStream, writeSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { workerData } from 'node:worker_threads';
import { createGunzip } from 'node:zlib';

const { file, descriptor, status, reason } = workerData;
const chunkSize = 1 << 20;

/** Not a stream, since that closes its descriptor when it fails, and it belongs to the other thread. */
async function writeAll(chunks) {
  for await (const chunk of chunks) {
    for (let done = 0; done < chunk.length; ) done += writeSync(descriptor, chunk, done);
  }
}

let outcome = 1;
Atomics.store(status, 1, 1);
Atomics.notify(status, 1);
try {
  await pipeline(createReadStream(file, { highWaterMark: chunkSize }), createGunzip({ chunkSize }), writeAll);
} catch (error) {
  outcome = 2;
  reason.set(Buffer.from(`${error.code} ${error.message}`).subarray(0, reason.length));
} finally {
  Atomics.store(status, 0, outcome);
  Atomics.notify(status, 0);
}
