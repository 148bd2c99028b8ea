import type { Bytes } from '../../format/units.ts';
import type { Round } from './round.ts';

/** Lazy compilation, first connections and the like are made in the first round, whatever the operation does. */
const warmUpRounds = 1;
/** So many generations have to be older than the newest one, part of which is still in flight. */
const leastGenerations = 3;
/** Fewer survivors per operation than this in any generation acquit it: a leak feeds every one. */
const survivorsPerOperation = 0.2;
/** The engine and the test runner keep a few objects a round, whatever the operation does. */
const ownSurvivors = 8;
const leastLeaking = 0.7;
/** Less growth than this acquits of growing values, which are one object each. */
const bytesPerOperation: Bytes = 8;
const fewestBytes: Bytes = 2048;
/** Bytes are judged over the last rounds only: what is compiled goes on to be better for a while. */
const roundsForBytes = 10;

/** What the rounds so far say, per operation. */
export interface GrowthOfRounds {
  /** False where it can be ruled out that every operation leaves something behind. */
  readonly suspected: boolean;
  readonly objects: number;
  readonly bytes: Bytes;
}

/**
 * Objects that operations leave behind are alive in every generation, at least as many in each as it had operations
 * that leak. So one generation of which nearly nothing is left acquits, whatever noise there is in others; but noise
 * cannot convict: what is suspected is looked into by captures.
 *
 * @returns undefined where there were too few rounds
 */
export function judgeRounds(rounds: readonly Round[]): GrowthOfRounds | undefined {
  if (rounds.length < warmUpRounds + leastGenerations + 1) return undefined;
  const generations = survivorsOf(rounds);
  const bytes = bytesGained(rounds);
  const { operations } = rounds.at(-1)!;
  const suspected =
    generations.every((generation) => stays(generation)) ||
    bytes * operations > Math.max(fewestBytes, bytesPerOperation * operations);
  return { suspected, objects: Math.min(...generations.map(perOperation)), bytes };
}

/** What is left of the objects that one round made. */
interface Generation {
  readonly survivors: number;
  readonly operations: number;
}

function stays({ survivors, operations }: Generation): boolean {
  const noise = Math.min(ownSurvivors, leastLeaking * operations);
  return survivors > Math.max(noise, survivorsPerOperation * operations);
}

function perOperation({ survivors, operations }: Generation): number {
  return survivors / operations;
}

/** Interval 0 of a pulse ends with the one before the first round. */
function survivorsOf(rounds: readonly Round[]): Generation[] {
  const { counts } = rounds.at(-1)!.pulse.survivors;
  return rounds
    .map(({ operations }, index) => ({ operations, survivors: counts[index + 1] }))
    .slice(warmUpRounds, -1);
}

/**
 * What rounds gain per operation, the lowest quarter of them: a value that grows does so in every round, and what is
 * compiled comes in lumps.
 */
function bytesGained(rounds: readonly Round[]): Bytes {
  const judged = rounds.slice(warmUpRounds - 1).slice(-roundsForBytes);
  const sizes = judged.map(sizeOfYoung);
  const gains = judged.slice(1).map(({ operations }, k) => (sizes[k + 1] - sizes[k]) / operations);
  gains.sort((a, b) => a - b);
  return gains[(gains.length - 1) >> 2];
}

function sizeOfYoung({ pulse, arrayBuffers }: Round): Bytes {
  const [, ...young] = pulse.survivors.bytes;
  return young.reduce((sum, size) => sum + size, arrayBuffers);
}
