import type { Bytes } from '../../format/units.ts';
import type { Generation } from '../../judgement/evidence.ts';
import { rounds } from '../../judgement/parameters/survivors.ts';
import { prove } from '../../judgement/prove.ts';
import type { Round } from './round.ts';

/** What the rounds so far say, per operation. */
export interface GrowthOfRounds {
  /** False if it can be ruled out that every operation leaves something behind. */
  readonly suspected: boolean;
  readonly objects: number;
  readonly bytes: Bytes;
}

/** @returns undefined if there were too few rounds */
export function judgeRounds(done: readonly Round[]): GrowthOfRounds | undefined {
  if (done.length < rounds.warmUpRounds + rounds.leastGenerations + 1) return undefined;
  const generations = survivorsOf(done);
  const bytes = bytesGained(done);
  const { operations } = done.at(-1)!;
  const proof = prove({
    kind: 'rounds',
    source: 'rounds',
    unit: 'objects',
    generations,
    bytesPerOperation: bytes,
    operations,
  });
  const perOperation = generations.map(({ alive, operations }) => alive / operations);
  return { suspected: proof.verdict !== 'refuted', objects: Math.min(...perOperation), bytes };
}

/** Interval 0 of a pulse ends with the one before the first round. */
function survivorsOf(done: readonly Round[]): Array<Generation & { readonly operations: number }> {
  const { counts } = done.at(-1)!.pulse.survivors;
  return done
    .map(({ operations }, index) => ({ operations, alive: counts[index + 1] }))
    .slice(rounds.warmUpRounds, -1);
}

/**
 * What rounds gain per operation, the lowest quarter of them: a value that grows does so in every round, and what is
 * compiled comes in lumps.
 */
function bytesGained(done: readonly Round[]): Bytes {
  const judged = done.slice(rounds.warmUpRounds - 1).slice(-rounds.roundsForBytes);
  const sizes = judged.map(sizeOfYoung);
  const gains = judged.slice(1).map(({ operations }, k) => (sizes[k + 1] - sizes[k]) / operations);
  gains.sort((a, b) => a - b);
  return gains[(gains.length - 1) >> 2];
}

function sizeOfYoung({ pulse, arrayBuffers }: Round): Bytes {
  const [, ...young] = pulse.survivors.bytes;
  return young.reduce((sum, size) => sum + size, arrayBuffers);
}
