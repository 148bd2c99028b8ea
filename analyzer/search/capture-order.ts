import type { Bytes } from '../../format/units.ts';
import type { CaptureSource } from '../capture-source.ts';
import type { PlacedNodes } from '../parse/placed-nodes.ts';
import { scanNodeIds } from '../parse/scan-snapshot.ts';
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
}

/** A node takes 17 bytes; beyond this many nodes in all captures together, reading them again costs less than holding them. */
const keptNodes = 16_000_000;

/** Dates every capture and puts them in order of time, whatever order and names they were given in. */
export function inOrderOfTime(sources: readonly CaptureSource[]): DatedCapture[] {
  let kept = 0;
  return sources
    .map((source) => {
      const { nodes, ...dated } = date(source);
      kept += nodes?.header.nodeCount ?? 0;
      return nodes !== undefined && kept <= keptNodes ? { ...dated, nodes } : dated;
    })
    .sort((a, b) => a.watermark - b.watermark || (a.source.at ?? 0) - (b.source.at ?? 0));
}

function date(source: CaptureSource): Omit<DatedCapture, 'nodes'> & { nodes: PlacedNodes | undefined } {
  const scan = scanNodeIds(source.file);
  const { heapSize } = scan;
  const identities = sampleIdentities(scan, scan.watermark);
  return { source, watermark: scan.watermark, identities, heapSize, nodes: scan.placed };
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
