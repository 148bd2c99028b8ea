import type { Inspector } from '../inspector.ts';
import { arrays } from './arrays.ts';
import { asyncStores } from './async-stores.ts';
import { buffers } from './buffers.ts';
import { closures } from './closures.ts';
import { collections } from './collections.ts';
import { dictionaries } from './dictionaries.ts';
import { finalization } from './finalization.ts';
import { handles } from './handles.ts';
import { linkedLists } from './linked-lists.ts';
import { listeners } from './listeners.ts';
import { objects } from './objects.ts';
import { observers } from './observers.ts';
import { performanceEntries } from './performance-entries.ts';
import { promises } from './promises.ts';
import { signals } from './signals.ts';
import { streams } from './streams.ts';
import { stringBuffers } from './string-buffers.ts';
import { timers } from './timers.ts';
import { trees } from './trees.ts';

/** In order: the first that recognizes a subject names it. The last one recognizes everything. */
export const inspectors: readonly Inspector[] = [
  listeners,
  signals,
  performanceEntries,
  timers,
  observers,
  trees,
  stringBuffers,
  promises,
  collections,
  finalization,
  linkedLists,
  asyncStores,
  streams,
  dictionaries,
  arrays,
  buffers,
  handles,
  closures,
  objects,
];
