import type { HeapSummary } from '../../format/heap-summary.ts';
import type { CaptureSource } from '../capture-source.ts';
import type { Details } from '../details.ts';
import { show, type Witness } from '../explain/witness.ts';
import { HeapGraph } from '../graph/heap-graph.ts';
import type { ModuleNames } from '../graph/module-names.ts';
import type { OriginalOf } from '../graph/names.ts';
import { AgedHeap } from '../heap/aged-heap.ts';
import { checkMemoryOf } from '../parse/memory-of-file.ts';
import { readSnapshot } from '../parse/read-snapshot.ts';
import { largestOdd } from '../parse/scan-snapshot.ts';
import type { SearchOptions } from '../search/find-suspects.ts';
import { whileReading } from '../search/reading-progress.ts';
import { summarizeHeap } from './summarize-heap.ts';

const contents = 'what fills the heap is';

export interface SummaryOptions extends Pick<SearchOptions, 'maxMemory' | 'onProgress'> {
  readonly modules?: ModuleNames | undefined;
  readonly originalOf?: OriginalOf | undefined;
  /** Sees the heap while it is open, as if nothing was found in it. */
  readonly witness?: Witness | undefined;
}

/**
 * Reads one capture and says what fills its heap. A fault of ours becomes a limit of the report, and the capture counts as
 * read.
 * @throws SnapshotError if it is torn inside
 */
export function summarizeCapture(
  source: CaptureSource,
  options: SummaryOptions,
  details: Details,
): readonly HeapSummary[] {
  const { maxMemory, onProgress = () => {}, modules, originalOf, witness } = options;
  checkMemoryOf(source.file, maxMemory);
  const phase = `reading ${source.label}`;
  onProgress(phase, 0);
  const columns = readSnapshot(source.file, {
    maxMemory,
    onProgress: whileReading(onProgress, phase, 0, 0.7),
  });
  try {
    const heap = new AgedHeap(new HeapGraph(columns), [largestOdd(columns.nodeId)]);
    if (modules !== undefined) heap.names.nameModules(modules);
    if (originalOf !== undefined) heap.names.showOriginals(originalOf);
    onProgress(`looking at what fills ${source.label}`, 0.8);
    show(witness, heap, source);
    witness?.suspects(heap, []);
    return details.add(contents, [], () => [summarizeHeap(heap, source)]);
  } finally {
    columns.strings.close();
  }
}
