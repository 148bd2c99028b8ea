import type { Generation, SurvivorEvidence } from '../evidence.ts';
import { pulses } from '../parameters/survivors.ts';
import { type Proof, possible, proven, refuted } from '../proof.ts';

/**
 * Every generation keeps some of what was born in it, and those that have settled no longer lose it. A working set keeps
 * nothing of older intervals, warm-up nothing of newer ones, a full cache nothing of either. A cache that still fills, or
 * that lets go only after more moments than there are, looks the same as a leak.
 */
export function proveSurvivors({ generations }: SurvivorEvidence): Proof {
  const settled = generations.filter(({ atFirst }) => atFirst !== undefined);
  if (settled.length < pulses.leastSettled) return possible('too-short');
  return generations.every(survives) && settled.every(keepsWhatItHad) ? proven : refuted('generation-died');
}

function survives({ alive, bytes = 0 }: Generation): boolean {
  return alive >= pulses.leastCount && bytes >= pulses.leastBytes;
}

function keepsWhatItHad({ alive, atFirst = 0 }: Generation): boolean {
  return alive >= pulses.settledShare * atFirst;
}
