import type { Bytes } from '../../format/units.ts';
import type { CaptureSource } from '../capture-source.ts';
import type { PlacedNodes } from '../parse/placed-nodes.ts';
import { type ReadSnapshotOptions, readSnapshot } from '../parse/read-snapshot.ts';
import { type ScannedNodes, scanNodeIds } from '../parse/scan-snapshot.ts';
import type { SnapshotColumns } from '../parse/snapshot-columns.ts';
import { type IdentitySample, sameNumbering, sampleIdentities } from './identity-sample.ts';

/** A capture with what its nodes section says, read without its edges and strings. */
export interface DatedCapture {
  readonly source: CaptureSource;
  /** The largest odd object id: no object of this capture was born later. */
  readonly watermark: number;
  readonly identities: IdentitySample;
  /** What lives in the engine's heap, without what native code keeps for it. */
  readonly heapSize: Bytes;
  /** Kept for as long as they are small, so that they are not read twice. */
  readonly nodes?: PlacedNodes;
  /** All of it, if it was read whole to be dated. */
  readonly columns?: SnapshotColumns;
}

/** A node takes 17 bytes; beyond this many nodes in all captures together, reading them again costs less than holding them. */
const keptNodes = 16_000_000;

/** Dates every capture and puts them in order of time, whatever order and names they were given in. */
export function inOrderOfTime(sources: readonly CaptureSource[]): DatedCapture[] {
  return sorted(dateEach(sources));
}

/**
 * The same, and reads the one that was given last whole: most likely it is the last one. The others are dated while
 * another thread reads its edges.
 */
export function inOrderOfTimeWithLast(
  sources: readonly CaptureSource[],
  options: ReadSnapshotOptions,
): DatedCapture[] {
  const source = sources.at(-1)!;
  let dated: DatedCapture[] | undefined;
  const columns = readSnapshot(source.file, {
    ...options,
    meanwhile: (nodes) => {
      dated = [...dateEach(sources.slice(0, -1)), datedBy(source, nodes)];
    },
  });
  dated ??= dateEach(sources);
  const captures = sorted(dated.map((one) => (one.source === source ? { ...one, columns } : one)));
  if (captures.at(-1)!.source === source) return captures;
  columns.strings.close();
  return sorted(dated);
}

function dateEach(sources: readonly CaptureSource[]): DatedCapture[] {
  let kept = 0;
  return sources.map((source) => {
    const scan = scanNodeIds(source.file);
    const { placed: nodes } = scan;
    kept += nodes?.header.nodeCount ?? 0;
    const dated = datedBy(source, scan);
    return nodes !== undefined && kept <= keptNodes ? { ...dated, nodes } : dated;
  });
}

function datedBy(source: CaptureSource, scan: ScannedNodes): DatedCapture {
  const { watermark, heapSize } = scan;
  return { source, watermark, identities: sampleIdentities(scan, watermark), heapSize };
}

function sorted(captures: readonly DatedCapture[]): DatedCapture[] {
  return captures.toSorted((a, b) => a.watermark - b.watermark || (a.source.at ?? 0) - (b.source.at ?? 0));
}

/** Whether the captures' ids name the same objects: as their probe says, and as they look. */
export function idsAreComparable(captures: readonly DatedCapture[]): boolean {
  const last = captures.at(-1)!;
  return captures
    .slice(0, -1)
    .every((earlier) => sameEpoch(earlier, last) && sameNumbering(earlier.identities, last.identities));
}

function sameEpoch({ source: a }: DatedCapture, { source: b }: DatedCapture): boolean {
  return a.epoch === undefined || b.epoch === undefined || a.epoch === b.epoch;
}

/** Ids of different sessions say nothing of time: the order is that of their times, else the one they were given in. */
export function inOrderGiven(
  captures: readonly DatedCapture[],
  sources: readonly CaptureSource[],
): DatedCapture[] {
  const place = (capture: DatedCapture) => capture.source.at ?? sources.indexOf(capture.source);
  return captures.toSorted((a, b) => place(a) - place(b));
}
