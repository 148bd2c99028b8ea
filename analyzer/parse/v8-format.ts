import { putInHouseWords } from './jsc/house-words.ts';
import { withValuesApart } from './number-values.ts';
import { readV8Snapshot } from './read-v8-snapshot.ts';
import { scanV8Nodes } from './scan-v8-nodes.ts';
import type { SnapshotFormat } from './snapshot-format.ts';
import { readSections } from './top-level.ts';
import { putInWordsOfAllVersions } from './v8-words.ts';

/** V8's own, which Bun writes too: its heap is known by its words. */
export const v8Format: SnapshotFormat = {
  engine: 'v8',
  ownKeys: new Set(['snapshot']),
  read: (window, options) =>
    putInHouseWords(putInWordsOfAllVersions(withValuesApart(readV8Snapshot(window, options)))),
  scanNodes: scanV8Nodes,
  countsOf: (window) => readSections(window, new Map(), ['snapshot']),
};
