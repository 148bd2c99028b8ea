import { CaptureFile } from '../capture-file.ts';
import type { CaptureRequest, CaptureResult } from '../connection.ts';
import { IdEpoch } from '../node/id-epoch.ts';
import { type Patience, StallWatch } from '../stall-watch.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';

/** The page reports progress while it walks its heap, but not while it collects garbage before that. */
const patience: Patience = { usually: 60_000, whenStopping: 5_000 };

/** Two turns of the event loop, by a way that a page's own clock cannot hold up. */
const turnsExpression = `new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel();
  let left = 2;
  port1.onmessage = () => {
    left -= 1;
    if (left > 0) return port2.postMessage(0);
    port1.close();
    resolve();
  };
  port2.postMessage(0);
})`;

/** Heap snapshots of a page over one session. Ids of objects are comparable as long as its document lives. */
export class PageSnapshots {
  readonly #devtools: DevtoolsSession;
  readonly #epoch: IdEpoch;

  constructor(devtools: DevtoolsSession) {
    this.#devtools = devtools;
    this.#epoch = new IdEpoch(devtools);
  }

  /** @throws ProbeError if no whole snapshot could be had; nothing of it stays on disk. */
  async capture(request: CaptureRequest): Promise<CaptureResult> {
    await this.#settle(request);
    await this.#epoch.renewIfReset();
    const file = await CaptureFile.create(request);
    try {
      await this.#take(file, request);
    } catch (error) {
      await file.discard();
      throw error;
    }
    await file.finish();
    await this.#epoch.note();
    return {
      size: file.size,
      epoch: this.#epoch.name,
      nodes: Number(/"node_count":(\d+)/.exec(file.head)?.[1] ?? 0),
      notes: [],
    };
  }

  /** What a registry watches over is told of in a task after the collection. */
  async #settle(request: CaptureRequest): Promise<void> {
    await this.#patiently(request, async () => {
      await this.#devtools.send('HeapProfiler.collectGarbage');
      await this.#devtools.send('Runtime.evaluate', {
        expression: turnsExpression,
        awaitPromise: true,
        silent: true,
      });
    });
  }

  async #take(file: CaptureFile, request: CaptureRequest): Promise<void> {
    const devtools = this.#devtools;
    await this.#patiently(request, async (heard) => {
      const onChunk = ({ chunk }: { chunk: string }) => {
        heard();
        file.write(chunk);
        request.onProgress?.(file.size);
      };
      devtools.on('HeapProfiler.reportHeapSnapshotProgress', heard);
      devtools.on('HeapProfiler.addHeapSnapshotChunk', onChunk);
      try {
        await devtools.send('Runtime.discardConsoleEntries', undefined, answerTimeout);
        const captureNumericValue = request.values ?? false;
        await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: true, captureNumericValue });
      } finally {
        devtools.off('HeapProfiler.reportHeapSnapshotProgress', heard);
        devtools.off('HeapProfiler.addHeapSnapshotChunk', onChunk);
      }
    });
  }

  async #patiently({ signal }: CaptureRequest, work: (heard: () => void) => Promise<unknown>): Promise<void> {
    const watch = new StallWatch(patience, signal);
    try {
      await Promise.race([work(() => watch.touch()), watch.stalled]);
    } finally {
      watch.stop();
    }
  }
}
