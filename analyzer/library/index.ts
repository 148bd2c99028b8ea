/** What `heaptrail/analyze` exports: heaps and verdicts for your own programs. The commands are made of the same. */

export type { Report } from '../../format/report.ts';
export type { Suspect } from '../../format/suspect.ts';
export type { Bytes } from '../../format/units.ts';
export { UserError } from '../../format/user-error.ts';
export type { Verdict } from '../../format/verdict.ts';
export type { ClassListing } from '../inventory/list-classes.ts';
export type { PackageListing } from '../inventory/list-packages.ts';
export type { SharedMemory } from '../inventory/shared-below.ts';
export { type AnalyzeOptions, analyze, analyzeRecording } from './analyze.ts';
export {
  Heap,
  type OpenHeapOptions,
  openHeap,
  type QueryOptions,
  type QueryResult,
  type QueryRow,
} from './heap.ts';
export { HeapObject, type ObjectField, type ObjectRetainer } from './heap-object.ts';
