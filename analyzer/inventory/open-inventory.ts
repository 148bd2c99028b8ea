import { UserError } from '../../format/user-error.ts';
import type { CaptureSource } from '../capture-source.ts';
import { HeapGraph } from '../graph/heap-graph.ts';
import { ModuleNames } from '../graph/module-names.ts';
import { retainedSizes } from '../graph/retained-sizes.ts';
import { AgedHeap } from '../heap/aged-heap.ts';
import { readSnapshot } from '../parse/read-snapshot.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';
import { SnapshotError } from '../parse/snapshot-error.ts';
import type { OpenedRecording } from '../recording/open-recording.ts';
import { workingDirectoryOf } from '../recording/working-directory.ts';
import { type DatedCapture, idsAreComparable, inOrderGiven, inOrderOfTime } from '../search/capture-order.ts';
import { SourceMaps, startOf } from '../sources/source-maps.ts';
import { WrittenCode } from '../sources/written-code.ts';
import { type ClassCensus, takeCensus } from './class-census.ts';
import { NodeWords } from './node-words.ts';

/** One capture, open for questions of any kind. */
export interface Inventory {
  readonly source: CaptureSource;
  /** Which capture it is, counted from 1 in order of time. */
  readonly number: number;
  readonly heap: AgedHeap;
  readonly words: NodeWords;
  readonly census: ClassCensus;
  /** Bytes by node that would go if the node went. */
  readonly retained: Float64Array;
  /** True for objects that questions are about: all, or those that were born after a capture. */
  readonly isAsked: (node: NodeIndex) => boolean;
  /** Captures that are torn inside and were left out, in words. */
  readonly limits: readonly string[];
  readonly close: () => void;
}

export interface InventoryOptions {
  /** Which capture, counted from 1 in order of time. Default: the last one. */
  readonly capture?: number | undefined;
  /** Ask only of what was born after this capture, counted from 1. */
  readonly since?: number | undefined;
  readonly includeStrings?: boolean | undefined;
}

/**
 * Opens one capture of a recording or of loose snapshots. The earlier ones date its objects where their ids are of
 * the same process. A capture of a recording that turns out to be torn is left out, unless captures are named by their
 * numbers, which would then be those of others.
 * @throws UserError if there is no such capture
 */
export function openInventory(opened: OpenedRecording, options: InventoryOptions = {}): Inventory {
  try {
    return openWhole(opened, options);
  } catch (error) {
    const torn = tornCapture(opened, error);
    const isNumbered = options.capture !== undefined || options.since !== undefined;
    if (torn === undefined || isNumbered || opened.captures.length === 1) throw error;
    const captures = opened.captures.filter((capture) => capture !== torn.capture);
    const inventory = openInventory({ ...opened, captures }, options);
    return { ...inventory, limits: [torn.limit, ...inventory.limits] };
  }
}

function tornCapture(
  { folder, captures }: OpenedRecording,
  error: unknown,
): { readonly capture: CaptureSource; readonly limit: string } | undefined {
  if (folder === undefined || !(error instanceof SnapshotError)) return undefined;
  const capture = captures.find(({ file }) => file === error.file);
  const reason = `${error.reason} (at byte ${error.offset})`;
  return capture && { capture, limit: `${capture.label} is not used: ${reason}` };
}

function openWhole(
  opened: OpenedRecording,
  { capture, since = 0, includeStrings = false }: InventoryOptions = {},
): Inventory {
  const { captures, folder, heaps } = opened;
  if (captures.length === 0 && heaps !== undefined) {
    throw new UserError(
      'several-recordings',
      `${folder ?? 'this'} holds the heaps of several processes`,
      `name one: ${heaps.map(({ opened }) => opened.folder).join(', ')}`,
    );
  }
  if (captures.length === 0) {
    throw new UserError(
      'no-capture',
      `${folder ?? 'this'} has no complete capture`,
      'record again with --captures, or name a .heapsnapshot file',
    );
  }
  const ordered = inTrueOrder(captures);
  const at = (capture ?? ordered.length) - 1;
  const wanted = ordered[at];
  if (wanted === undefined) {
    throw new UserError(
      'usage',
      `there is no capture ${capture}`,
      `the captures are numbered from 1 to ${ordered.length}`,
    );
  }
  const watermarks = watermarksOf(ordered.slice(0, at + 1));
  const heap = new AgedHeap(new HeapGraph(readSnapshot(wanted.source.file)), watermarks);
  heap.names.nameModules(new ModuleNames(workingDirectoryOf(opened)));
  heap.names.showOriginals(new WrittenCode(new SourceMaps(startOf(opened))));
  return { ...inventoryOf(heap, wanted.source, { since, includeStrings }), number: at + 1 };
}

/** A heap that is open already, for questions of any kind. */
export function inventoryOf(
  heap: AgedHeap,
  source: CaptureSource,
  { since = 0, includeStrings = false }: Omit<InventoryOptions, 'capture'> = {},
): Inventory {
  const words = new NodeWords(heap, includeStrings);
  return {
    source,
    number: heap.intervals,
    heap,
    words,
    census: takeCensus(words),
    retained: retainedSizes(heap.graph, heap.tree),
    isAsked: (node) => heap.birth[node] >= since && !heap.isObserved(node),
    limits: [],
    close: () => heap.graph.strings.close(),
  };
}

/** Ids of a process that was restarted say nothing of the order in time. */
function inTrueOrder(captures: readonly CaptureSource[]): readonly DatedCapture[] {
  const byIds = inOrderOfTime(captures);
  return idsAreComparable(byIds) ? byIds : inOrderGiven(byIds, captures);
}

function watermarksOf(captures: readonly DatedCapture[]): number[] {
  const dating = idsAreComparable(captures) ? captures : captures.slice(-1);
  return dating.map(({ watermark }) => watermark);
}
