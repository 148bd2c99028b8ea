import { FileWindow } from './file-window.ts';
import { formatOf } from './formats.ts';
import type { ScannedNodes } from './scanned-nodes.ts';

export { largestOdd } from './largest-odd.ts';
export type { ScannedNodes } from './scanned-nodes.ts';

/**
 * Reads only the nodes of a snapshot and what explains them; in a file as V8 writes it the rest is not even read from
 * disk, so a capture that was torn behind its nodes still serves.
 * @throws SnapshotError
 */
export function scanNodeIds(file: string): ScannedNodes {
  const window = new FileWindow(file);
  try {
    return formatOf(window).scanNodes(window);
  } finally {
    window.close();
  }
}
