import type { FileWindow } from './file-window.ts';
import { skipValue } from './json-skip.ts';
import { eachKey } from './object-keys.ts';
import type { EngineName } from './snapshot-columns.ts';
import { SnapshotError } from './snapshot-error.ts';

/** Keys of the top level that only JavaScriptCore writes. */
const jscKeys = new Set(['type', 'nodeClassNames', 'edgeTypes', 'edgeNames']);

/**
 * In whose format a file is written, told by its content alone: Bun gives its snapshots names of V8's, and the other
 * way round. A file that is neither is left to the reader of V8's, which says so. The window is at the start again.
 */
export function formatOf(window: FileWindow): EngineName {
  let format: EngineName = 'v8';
  try {
    eachKey(window, (key) => {
      if (jscKeys.has(key)) format = 'jsc';
      if (key === 'snapshot' || format === 'jsc') return false;
      skipValue(window);
      return true;
    });
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
  }
  window.seek(0);
  return format;
}
