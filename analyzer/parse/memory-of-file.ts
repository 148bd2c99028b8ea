import type { Bytes } from '../../format/units.ts';
import { FileWindow, isPacked } from './file-window.ts';
import { formatOf } from './formats.ts';
import { checkMemory } from './memory-need.ts';

/**
 * Refuses a snapshot as `checkMemory` does, before anything but its header is read. What is packed is left to be found
 * too large when it is read.
 */
export function checkMemoryOf(file: string, limit?: Bytes): void {
  if (isPacked(file)) return;
  const window = new FileWindow(file);
  try {
    checkMemory(file, formatOf(window).countsOf(window), limit);
  } finally {
    window.close();
  }
}
