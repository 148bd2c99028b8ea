import type { Generation, RoundEvidence } from '../evidence.ts';
import { rounds } from '../parameters/survivors.ts';
import { type Proof, possible, refuted } from '../proof.ts';

/**
 * Objects that operations leave behind are alive in every generation, at least as many in each as it had operations that
 * leak. So one generation of which nearly nothing is left acquits, whatever noise there is in others; but noise cannot
 * convict: rounds alone prove nothing, and what they suspect is looked into by captures.
 */
export function proveRounds({ generations, bytesPerOperation, operations }: RoundEvidence): Proof {
  if (generations.length < rounds.leastGenerations) return possible('too-short');
  if (generations.every(stays) || growsInBytes(bytesPerOperation, operations))
    return possible('nothing-to-check');
  return refuted('generation-died', 'too-little');
}

function stays({ alive, operations = 0 }: Generation): boolean {
  const noise = Math.min(rounds.ownSurvivors, rounds.leastLeaking * operations);
  return alive > Math.max(noise, rounds.survivorsPerOperation * operations);
}

function growsInBytes(perOperation: number, operations: number): boolean {
  return perOperation * operations > Math.max(rounds.fewestBytes, rounds.bytesPerOperation * operations);
}
