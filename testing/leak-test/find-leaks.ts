import { OwnHeap } from '../../probes/node/own-heap.ts';
import { type Artefacts, artefactsFor, removeArtefacts } from './artefacts.ts';
import { explainCaptures } from './explain-captures.ts';
import { leakMessage } from './leak-message.ts';
import type { LeakTestResult } from './leak-test-result.ts';
import { type Operation, OperationLoop } from './operation-loop.ts';
import { type LeakTest, type LeakTestOptions, leakTestOf } from './options.ts';
import { recordCaptures } from './record-captures.ts';
import { type Rounds, runRounds } from './run-rounds.ts';
import { tellApart } from './tell-apart.ts';

/**
 * Performs an operation many times and says what it leaves behind in this thread's heap, and who holds it. Rounds with
 * a count of survivors after each acquit most operations; only what grows in every one of them is captured, and only
 * what the captures prove is a leak.
 *
 * Searches in one thread wait for each other. Nothing else should run in it meanwhile.
 * @throws what the operation throws; UserError `leak-test-options`, `leak-test-timeout`, `leak-test-analysis`
 */
export async function findLeaks(
  operation: Operation,
  options: LeakTestOptions = {},
): Promise<LeakTestResult> {
  const test = leakTestOf(operation, options);
  const look = process.versions.bun === undefined ? search : await inBun();
  return await inTurn(() => look(operation, test));
}

/** Loaded where it is needed only. */
async function inBun(): Promise<typeof search> {
  const { findLeaksInBun } = await import('./find-leaks-in-bun.ts');
  return findLeaksInBun;
}

/** Two searches at a time would take each other's objects for leaks. */
function inTurn<T>(task: () => Promise<T>): Promise<T> {
  const mine = last.then(task);
  last = mine.catch(() => {});
  return mine;
}
let last: Promise<unknown> = Promise.resolve();

async function search(operation: Operation, test: LeakTest): Promise<LeakTestResult> {
  const start = performance.now();
  const loop = new OperationLoop(operation, test.timeout);
  const { rounds, captures } = await observe(loop, test);
  const verdict = captures === undefined ? acquitted : await judge(captures, test);
  const { objects, bytes } = rounds.growth;
  const result = {
    ...verdict,
    operations: loop.performed,
    duration: performance.now() - start,
    perOperation: { objects: Math.max(0, objects), bytes: Math.max(0, bytes) },
  };
  return { ...result, message: leakMessage(test.name, result) };
}

/** Runs the operation, and takes captures only where it is suspected. */
async function observe(
  loop: OperationLoop,
  test: LeakTest,
): Promise<{ readonly rounds: Rounds; readonly captures?: Artefacts }> {
  await loop.perform(test.warmUp);
  const heap = OwnHeap.open();
  try {
    const rounds = await runRounds(loop, heap, test);
    if (!rounds.growth.suspected) return { rounds };
    const captures = artefactsFor(test.name, test.artefacts);
    try {
      await recordCaptures(captures.recording, loop, heap, rounds);
    } catch (error) {
      removeArtefacts(captures);
      throw error;
    }
    return { rounds, captures };
  } finally {
    heap.close();
  }
}

type Judged = Pick<LeakTestResult, 'leaks' | 'allowed' | 'report' | 'artefacts'>;

const acquitted: Judged = { leaks: [], allowed: [] };

async function judge(captures: Artefacts, test: LeakTest): Promise<Judged> {
  const report = await explainCaptures(captures.recording, captures.page);
  const { leaks, allowed } = tellApart(report, test);
  if (leaks.length > 0 && test.artefacts !== false) return { leaks, allowed, report, artefacts: captures };
  removeArtefacts(captures);
  return { leaks, allowed, report };
}
