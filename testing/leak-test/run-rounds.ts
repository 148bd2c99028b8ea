import type { Millis } from '../../format/units.ts';
import type { OwnHeap } from '../../probes/node/own-heap.ts';
import { type GrowthOfRounds, judgeRounds } from './judge-rounds.ts';
import type { OperationLoop } from './operation-loop.ts';
import type { LeakTest } from './options.ts';
import { primeFrom } from './primes.ts';
import type { Round } from './round.ts';

/** A round lasts about as long as V8 takes to count. */
const roundTime: Millis = 80;
const fewestOperations = 11;
const mostOperations = 401;
/**
 * What still grows may be warming up: so many rounds and operations, or operations for so long, before it is looked into. These rounds
 * are longer, because a leak grows with the operations and noise does not.
 */
const longer = 3;
const patientRounds = 8;
const patientOperations = 200;
const patience: Millis = 8_000;

export interface Rounds {
  /** Operations in each round. */
  readonly operations: number;
  readonly perOperation: Millis;
  readonly growth: GrowthOfRounds;
}

/** Rounds until they acquit the operation, or until what they suspect has had the time to stop. */
export async function runRounds(loop: OperationLoop, heap: OwnHeap, test: LeakTest): Promise<Rounds> {
  const operations = test.operations ?? roundSize(await timePerOperation(loop));
  const rounds: Round[] = [];
  await heap.take();
  let working: Millis = 0;
  let done = 0;
  for (;;) {
    const count = rounds.length < test.rounds ? operations : primeFrom(longer * operations);
    working += await loop.perform(count);
    done += count;
    const pulse = await heap.take();
    rounds.push({ operations: count, pulse, arrayBuffers: process.memoryUsage().arrayBuffers });
    const growth = rounds.length < test.rounds ? undefined : judgeRounds(rounds);
    if (growth === undefined) continue;
    const waited = (rounds.length >= patientRounds && done >= patientOperations) || working > patience;
    if (!growth.suspected || waited) return { operations, perOperation: working / done, growth };
  }
}

/** The median of a few: the first ones are compiled on the way. */
async function timePerOperation(loop: OperationLoop): Promise<Millis> {
  const times: Millis[] = [];
  for (let sample = 0; sample < 5; sample++) times.push(await loop.perform(1));
  return times.sort((a, b) => a - b)[2];
}

export function roundSize(perOperation: Millis): number {
  const fitting = roundTime / Math.max(perOperation, 0.001);
  return primeFrom(Math.min(mostOperations, Math.max(fewestOperations, fitting)));
}
