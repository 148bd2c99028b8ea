import { show } from '../explain/witness.ts';
import { HeapGraph } from '../graph/heap-graph.ts';
import { AgedHeap } from '../heap/aged-heap.ts';
import type { Dating } from '../heap/dating.ts';
import { readSnapshot } from '../parse/read-snapshot.ts';
import type { DatedCapture } from './capture-order.ts';
import { whileReading } from './reading-progress.ts';
import type { Search } from './search.ts';

/** How to open a capture. */
export interface Opening {
  /** The largest odd id of each capture up to and including this one. */
  readonly watermarks: readonly number[];
  readonly dating?: Dating | undefined;
  readonly reading: Reading;
}

/** What the reader is told while it is read, and which part of the whole work that is, 0 to 1. */
export interface Reading {
  readonly verb: 'reading' | 'asking';
  readonly from: number;
  readonly to: number;
}

/** A capture, whole. All of a recording are named alike, so that a witness can compare them by the names of classes. */
export function openHeap(
  capture: DatedCapture,
  search: Search,
  { watermarks, dating, reading }: Opening,
): AgedHeap {
  const { maxMemory, modules, originals, witness } = search;
  const onProgress = tellReading(capture, search, reading);
  const columns = capture.columns ?? readSnapshot(capture.source.file, { maxMemory, onProgress });
  const heap = new AgedHeap(new HeapGraph(columns), watermarks, dating);
  if (modules !== undefined) heap.names.nameModules(modules);
  if (originals !== undefined) heap.names.showOriginals(originals);
  show(witness, heap, capture.source);
  return heap;
}

/** Tells at once that it begins; gives what tells how far it is. */
export function tellReading({ source }: DatedCapture, { onProgress }: Search, { verb, from, to }: Reading) {
  const phase = `${verb} ${source.label}`;
  onProgress(phase, from);
  return whileReading(onProgress, phase, from, to);
}
