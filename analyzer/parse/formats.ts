import type { FileWindow } from './file-window.ts';
import { jscFormat } from './jsc/jsc-format.ts';
import { skipValue } from './json-skip.ts';
import { eachKey } from './object-keys.ts';
import { SnapshotError } from './snapshot-error.ts';
import type { SnapshotFormat } from './snapshot-format.ts';
import { v8Format } from './v8-format.ts';

/** The first one reads what is in no known format, and says so. */
const formats: readonly SnapshotFormat[] = [v8Format, jscFormat];

/**
 * In whose format a file is written, told by its content alone: Bun gives its snapshots names of V8's, and the other
 * way round. The window is at the start again.
 */
export function formatOf(window: FileWindow): SnapshotFormat {
  let format: SnapshotFormat | undefined;
  try {
    eachKey(window, (key) => {
      format = formats.find(({ ownKeys }) => ownKeys.has(key));
      if (format !== undefined) return false;
      skipValue(window);
      return true;
    });
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
  }
  window.seek(0);
  return format ?? formats[0];
}
