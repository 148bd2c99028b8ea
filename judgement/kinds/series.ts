import type {
  CapturedEvidence,
  CollectedEvidence,
  HeapEvidence,
  NativeEvidence,
  SeriesEvidence,
} from '../evidence.ts';
import { type Proof, possible, proven, refuted } from '../proof.ts';
import { judgeAtCaptures } from '../series/capture-trend.ts';
import { judgeCollected } from '../series/collected-trend.ts';
import { type HeapTrend, judgeHeap } from '../series/heap-trend.ts';
import { judgeNative } from '../series/native-trend.ts';
import { judgeTrend, type Trend } from '../series/trend.ts';

/** A proof with the line through the points that it was read from. */
export interface TrendProof<Line extends Trend = Trend> extends Proof {
  readonly trend: Line;
}

export function proveSeries({ floor, least, span }: SeriesEvidence): TrendProof {
  return proofOf(judgeTrend(floor, least, span));
}

export function proveCaptured({ captured, least }: CapturedEvidence): TrendProof {
  return proofOf(judgeAtCaptures(captured, least));
}

export function proveCollected({
  stretches,
  afterCaptures,
  least,
  collected,
}: CollectedEvidence): TrendProof {
  return proofOf(judgeCollected(stretches, afterCaptures, least, collected));
}

export function proveHeap({
  used,
  captured,
  least,
  collected,
  tellsCollections,
}: HeapEvidence): TrendProof<HeapTrend> {
  return proofOf(judgeHeap(used, captured, least, collected, tellsCollections));
}

export function proveNative(evidence: NativeEvidence): TrendProof {
  return proofOf(judgeNative(evidence));
}

export function proofOf<Line extends Trend>(trend: Line): TrendProof<Line> {
  return { ...proofOfShape(trend), trend };
}

function proofOfShape({ shape }: Trend): Proof {
  switch (shape) {
    case 'growing':
      return proven;
    case 'unsure':
      return possible('too-short');
    case 'levelling':
      return refuted('levelling');
    case 'falling':
      return refuted('falls');
    case 'flat':
      return refuted('too-little');
  }
}
