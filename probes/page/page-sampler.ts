import type { Millis } from '../../format/units.ts';
import type { RuntimeSample } from '../connection.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';

/** A ledger goes on without the page's part if it does not answer within this. */
const patience: Millis = 2_000;

/** Asks a page's V8 for its heap. Undefined if the page is busy. Never rejects. */
export async function samplePage(devtools: DevtoolsSession): Promise<RuntimeSample | undefined> {
  try {
    const heap = await devtools.send('Runtime.getHeapUsage', undefined, patience);
    const { usedSize, totalSize, embedderHeapUsedSize, backingStorageSize } = heap;
    return {
      heapUsed: usedSize,
      heapTotal: totalSize,
      // Elements are in a heap of Chromium's own.
      external: embedderHeapUsedSize + backingStorageSize,
      arrayBuffers: backingStorageSize,
    };
  } catch {
    return undefined;
  }
}
