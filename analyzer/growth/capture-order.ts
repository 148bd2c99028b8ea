import type { CaptureSource } from '../capture-source.ts';
import { scanNodeIds } from '../parse/scan-snapshot.ts';

/** A capture with what its nodes section says, read without its edges and strings. */
export interface DatedCapture {
  readonly source: CaptureSource;
  /** The largest odd object id: no object of this capture was born later. */
  readonly watermark: number;
  /** All ids, ascending. */
  readonly ids: Uint32Array;
  /** Sum of all self sizes. */
  readonly heapSize: number;
}

/** At least this share of the old objects must be found again for ids to mean the same in two captures. */
const sameObjects = 0.97;

/** Dates every capture and puts them in order of time, whatever order and names they were given in. */
export function inOrderOfTime(sources: readonly CaptureSource[]): DatedCapture[] {
  return sources
    .map(date)
    .sort((a, b) => a.watermark - b.watermark || (a.source.at ?? 0) - (b.source.at ?? 0));
}

function date(source: CaptureSource): DatedCapture {
  const scan = scanNodeIds(source.file);
  let heapSize = 0;
  for (const size of scan.selfSize) heapSize += size;
  return { source, watermark: scan.watermark, ids: scan.nodeId.slice().sort(), heapSize };
}

/**
 * Whether the captures' ids name the same objects: what is alive now and is older than an earlier capture must be
 * in that capture. Another process, or another inspector session, starts its own numbering.
 */
export function idsAreComparable(captures: readonly DatedCapture[]): boolean {
  const last = captures.at(-1)!;
  return captures.slice(0, -1).every((earlier) => shareFoundAgain(earlier, last) >= sameObjects);
}

function shareFoundAgain(earlier: DatedCapture, last: DatedCapture): number {
  let old = 0;
  let found = 0;
  let at = 0;
  for (const id of last.ids) {
    if ((id & 1) === 0) continue;
    if (id > earlier.watermark) break;
    old++;
    while (at < earlier.ids.length && earlier.ids[at] < id) at++;
    if (earlier.ids[at] === id) found++;
  }
  return old === 0 ? 0 : found / old;
}
