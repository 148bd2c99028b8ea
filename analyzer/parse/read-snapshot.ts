import { FileWindow } from './file-window.ts';
import { putInHouseWords } from './jsc/house-words.ts';
import { readJscSnapshot } from './jsc/read-jsc-snapshot.ts';
import type { ReadSnapshotOptions } from './read-options.ts';
import { readV8Snapshot } from './read-v8-snapshot.ts';
import type { SnapshotColumns } from './snapshot-columns.ts';
import { formatOf } from './snapshot-format.ts';
import { putInWordsOfAllVersions } from './v8-words.ts';

export type { ReadSnapshotOptions } from './read-options.ts';

/**
 * Reads a heap snapshot of V8 or JavaScriptCore into columns. Which of them wrote it is told by its content.
 * The file may stay open until `strings.close()`.
 * @throws SnapshotError for whatever is not a whole, consistent snapshot
 * @throws UserError for one that needs too much memory
 */
export function readSnapshot(file: string, options: ReadSnapshotOptions = {}): SnapshotColumns {
  const window = new FileWindow(file, options.onProgress);
  try {
    return formatOf(window) === 'jsc'
      ? readJscSnapshot(window, options)
      : putInHouseWords(putInWordsOfAllVersions(readV8Snapshot(window, options)));
  } catch (error) {
    window.close();
    throw error;
  }
}
