// Chrome DevTools' own engine, fed as the front end feeds it, with its second worker.
import { createReadStream } from 'node:fs';
import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { devtoolsBundle } from './devtools-bundle.mjs';

// Newer than Node 20.
Promise.withResolvers ??= () => {
  let resolve;
  let reject;
  const promise = new Promise((...settle) => {
    [resolve, reject] = settle;
  });
  return { promise, resolve, reject };
};

const { HeapSnapshotLoader, SecondaryInitManager } = await import(await devtoolsBundle());

/** @returns DevTools' snapshot, in this thread */
export async function loadInDevTools(file) {
  const { port1, port2 } = new MessageChannel();
  new Worker(new URL(import.meta.url), { workerData: { port: port2 }, transferList: [port2] });
  const loader = new HeapSnapshotLoader({ sendEvent() {} });
  const parsed = loader.parsingComplete;
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    loader.write(chunk);
    await null;
  }
  loader.close();
  await parsed;
  return await loader.buildSnapshot(port1);
}

if (!isMainThread) new SecondaryInitManager(workerData.port);
