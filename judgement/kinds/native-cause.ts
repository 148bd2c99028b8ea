import type { NativeCauseKind } from '../../format/native-cause.ts';
import type { Bytes } from '../../format/units.ts';
import type { CauseFigures, NativeCauseEvidence } from '../evidence.ts';
import { nativeCauseLimits } from '../parameters/native-cause.ts';
import { type Proof, possible, proven, refuted } from '../proof.ts';

/** What is the reason, and how much of it there is. */
export interface CauseProof extends Proof {
  readonly kind: NativeCauseKind;
  readonly bytes: Bytes;
}

const { leastGain, shareOfGain, leastKept, shareKept, leastWaiting, shareReturned, leastNewArenas } =
  nativeCauseLimits;

/**
 * Memory is where it was measured to be: what is in use and what was freed are counted block by block, so growth of one of
 * them is no guess. Only what waits for a collection is known after that collection alone.
 */
export function proveNativeCause(evidence: NativeCauseEvidence): CauseProof {
  return evidence.isGrowing ? causeOfGrowth(evidence) : causeOfLevel(evidence);
}

function causeOfGrowth(evidence: NativeCauseEvidence): CauseProof {
  if (evidence.piles === 'threads') return { ...proven, kind: 'threads', bytes: evidence.gain };
  const [largest] = candidates(evidence).toSorted((a, b) => b.bytes - a.bytes);
  if (largest === undefined || largest.bytes < Math.max(leastGain, shareOfGain * evidence.gain))
    return unexplained(evidence);
  return decided(largest, evidence);
}

/** What nobody holds explains a growth only if it is as much of it as any other reason would have to be. */
function unexplained(evidence: NativeCauseEvidence): CauseProof {
  const waiting = waits(evidence);
  return waiting !== undefined && waiting.bytes >= shareOfGain * evidence.gain
    ? waiting
    : { ...possible('nothing-to-check'), kind: 'unknown', bytes: Math.max(0, evidence.gain) };
}

function gainOf({ first, last }: NativeCauseEvidence, figure: keyof CauseFigures): number {
  return (last[figure] ?? 0) - (first[figure] ?? 0);
}

interface Candidate {
  readonly kind: NativeCauseKind;
  readonly bytes: Bytes;
}

/** What each explanation gained, from the first moment to the last. */
function candidates(evidence: NativeCauseEvidence): readonly Candidate[] {
  const { first, last } = evidence;
  const gain = (figure: keyof CauseFigures) => gainOf(evidence, figure);
  const hasMoreArenas = gain('arenas') >= leastNewArenas;
  const knowsBlocks = first.inUse !== undefined && last.inUse !== undefined;
  return [
    // Contents of Buffers are blocks too: who holds those is asked of the heap.
    ...(knowsBlocks ? [{ kind: 'leak', bytes: gain('inUse') - Math.max(0, gain('buffers')) } as const] : []),
    { kind: hasMoreArenas ? 'arenas' : 'fragmentation', bytes: gain('kept') },
    { kind: 'lazy', bytes: gain('buffers') },
    { kind: 'wasm', bytes: gain('wasm') },
    { kind: 'file-cache', bytes: gain('files') },
  ];
}

function decided(candidate: Candidate, evidence: NativeCauseEvidence): CauseProof {
  if (candidate.kind !== 'lazy') return { ...proven, ...candidate };
  const waiting = waits(evidence);
  if (waiting !== undefined) return waiting;
  // Who knows that a collection gave nothing back knows that something holds it.
  return evidence.returned === undefined
    ? { ...possible('nothing-to-check'), ...candidate }
    : { ...proven, ...candidate, kind: 'leak' };
}

/** What a collection gave back was held by nobody. */
function waits({ returned, last, first }: NativeCauseEvidence): CauseProof | undefined {
  const rose = (last.buffers ?? 0) - (first.buffers ?? 0);
  if (returned === undefined || returned < Math.max(leastWaiting, shareReturned * rose)) return undefined;
  return { ...proven, kind: 'lazy', bytes: returned };
}

function causeOfLevel(evidence: NativeCauseEvidence): CauseProof {
  const { last, resident } = evidence;
  const kept = last.kept ?? 0;
  const isFlat = gainOf(evidence, 'inUse') < leastGain && gainOf(evidence, 'kept') < leastGain;
  const keeps: CauseProof | undefined =
    kept >= Math.max(leastKept, shareKept * resident)
      ? { ...(isFlat ? proven : possible('too-short')), kind: 'kept', bytes: kept }
      : undefined;
  const waiting = waits(evidence);
  const isMuch = waiting !== undefined && waiting.bytes >= Math.max(leastKept, shareKept * resident);
  // What a collection freed while it was recorded the allocator may keep: that is the same memory.
  const freedSince = Math.max(0, gainOf(evidence, 'kept'));
  if (isMuch && (keeps === undefined || waiting.bytes > kept - freedSince)) return waiting;
  return keeps ?? { ...refuted('too-little'), kind: 'unknown', bytes: 0 };
}
