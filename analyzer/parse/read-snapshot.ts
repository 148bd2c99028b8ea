import { FileWindow } from './file-window.ts';
import { formatOf } from './formats.ts';
import type { ReadSnapshotOptions } from './read-options.ts';
import type { SnapshotColumns } from './snapshot-columns.ts';

export type { ReadSnapshotOptions } from './read-options.ts';

/**
 * Reads a heap snapshot of any known engine into columns. Which of them wrote it is told by its content.
 * The file may stay open until `strings.close()`.
 * @throws SnapshotError for whatever is not a whole, consistent snapshot
 * @throws UserError for one that needs too much memory
 */
export function readSnapshot(file: string, options: ReadSnapshotOptions = {}): SnapshotColumns {
  const window = new FileWindow(file, options.onProgress);
  try {
    return formatOf(window).read(window, options);
  } catch (error) {
    window.close();
    throw error;
  }
}
