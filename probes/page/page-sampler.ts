import type { Protocol } from 'devtools-protocol';
import type { Millis } from '../../format/units.ts';
import type { RuntimeSample } from '../connection.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';

/** A ledger goes on without the page's part if it does not answer within this. */
const patience: Millis = 2_000;

/** What Chromium counts of a page, by its own names. Nodes are those of all documents, detached ones too. */
const counted = ['Nodes', 'Documents', 'Frames', 'JSEventListeners'];

/** Asks a page's V8 for its heap, and Chromium for what it counts. Undefined if the page is busy. Never rejects. */
export async function samplePage(devtools: DevtoolsSession): Promise<RuntimeSample | undefined> {
  try {
    const [heap, { metrics }] = await Promise.all([
      devtools.send('Runtime.getHeapUsage', undefined, patience),
      devtools.send('Performance.getMetrics', undefined, patience),
    ]);
    return {
      heapUsed: heap.usedSize,
      heapTotal: heap.totalSize,
      external: heap.embedderHeapUsedSize + heap.backingStorageSize,
      arrayBuffers: heap.backingStorageSize,
      resources: resourcesIn(metrics),
    };
  } catch {
    return undefined;
  }
}

function resourcesIn(metrics: readonly Protocol.Performance.Metric[]): Record<string, number> {
  const known = metrics.filter(({ name }) => counted.includes(name));
  return Object.fromEntries(known.map(({ name, value }) => [name, value]));
}
