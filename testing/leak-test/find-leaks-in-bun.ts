import { counted } from '../../format/quantities.ts';
import type { Suspect } from '../../format/suspect.ts';
import { now, sleep } from './clock.ts';
import { growingClasses, type HeapStats } from './growing-classes.ts';
import { leakMessage } from './leak-message.ts';
import type { LeakTestResult } from './leak-test-result.ts';
import { OperationLoop } from './operation-loop.ts';
import type { Budget, LeakTest } from './options.ts';
import { primeFrom } from './primes.ts';
import { named } from './tell-apart.ts';

interface BunModules {
  readonly heapStats: () => HeapStats;
  readonly collect: () => void;
}

/** A plan of work, not what decides. */
const warmUpRounds = 2;
const judgedRounds = 5;
const operationsPerRound = 211;

/**
 * Bun renumbers its objects at each look, so what is born when cannot be told: classes are counted after each round,
 * and what gains in every one of them is a leak. That names the class and no holder, it misses growing strings and
 * what leaks less than once per operation, and a cache that still fills is not told from a leak.
 */
export async function findLeaksInBun(
  operation: (index: number) => unknown,
  test: LeakTest,
): Promise<LeakTestResult> {
  const start = now();
  const bun = await bunModules();
  const loop = new OperationLoop(operation, test);
  await loop.perform(test.warmUp);
  const operations = primeFrom(test.operations ?? operationsPerRound);
  const counts: HeapStats[] = [];
  for (let round = 0; round < warmUpRounds + Math.max(judgedRounds, test.rounds); round++) {
    await loop.perform(operations);
    counts.push(await settled(bun));
  }
  // One more look without operations: what it gains is not their doing.
  const idle = await settled(bun);
  const suspects = growingClasses(counts.slice(warmUpRounds - 1), idle, operations);
  const allowed = suspects.flatMap((suspect) => {
    const reason = within(test.budget, suspect) ?? named(test.allow, suspect);
    return reason === undefined ? [] : [{ suspect, reason }];
  });
  const result = {
    leaks: suspects.filter((suspect) => !allowed.some((known) => known.suspect === suspect)),
    allowed,
    operations: loop.performed,
    duration: now() - start,
    perOperation: {
      objects: Math.max(0, ...suspects.map(({ growth }) => growth.objectsPerOperation ?? 0)),
      bytes: Math.max(0, (counts.at(-1)!.heapSize - counts[0].heapSize) / (operations * (counts.length - 1))),
    },
  };
  return { ...result, message: leakMessage(test.name, result) };
}

function within({ objects }: Budget, { growth }: Suspect): string | undefined {
  const rate = growth.objectsPerOperation ?? 0;
  return objects !== undefined && rate <= objects
    ? `within the budget: ${counted(rate, 'object')} per operation`
    : undefined;
}

async function bunModules(): Promise<BunModules> {
  // Named by a variable, so that only Bun looks for it.
  const name: string = 'bun:jsc';
  const { heapStats } = await import(name);
  const { Bun } = globalThis as unknown as { readonly Bun: { gc(synchronously: boolean): void } };
  return { heapStats, collect: () => Bun.gc(true) };
}

/** Finalizers and the event loop's turns between two collections release more. */
async function settled({ heapStats, collect }: BunModules): Promise<HeapStats> {
  for (let collection = 0; collection < 3; collection++) {
    collect();
    await sleep(5);
  }
  collect();
  // The whole of what Bun tells has nearly two hundred objects: kept, they would be counted themselves.
  const { heapSize, objectTypeCounts } = heapStats();
  return { heapSize, objectTypeCounts };
}
