import { bytes, count, counted } from '../../format/quantities.ts';
import { OwnHeap } from '../../probes/node/own-heap.ts';
import { type Artefacts, artefactsFor, type CaptureFiles, removeArtefacts, removePage } from './artefacts.ts';
import { now } from './clock.ts';
import { type Explanation, explainCaptures } from './explain-captures.ts';
import { leakMessage } from './leak-message.ts';
import type { LeakTestResult } from './leak-test-result.ts';
import { type Operation, OperationLoop } from './operation-loop.ts';
import { type LeakTest, type LeakTestOptions, leakTestOf } from './options.ts';
import { Progress } from './progress.ts';
import { recordCaptures } from './record-captures.ts';
import { type Rounds, runRounds } from './run-rounds.ts';
import { tellApart } from './tell-apart.ts';

/**
 * Performs an operation many times and says what it leaves behind in this thread's heap, and who holds it. Rounds with
 * a count of survivors after each acquit most operations; only what grows in every one of them is captured, and only
 * what the captures prove is a leak.
 *
 * Searches in one thread wait for each other. Nothing else should run in it meanwhile.
 * @throws what the operation throws; UserError `leak-test-options`, `leak-test-timeout`, `leak-test-analysis`; the
 *   reason of the signal
 */
export async function findLeaks(
  operation: Operation,
  options: LeakTestOptions = {},
): Promise<LeakTestResult> {
  return await searchForLeaks(operation, options, new Progress());
}

/** `findLeaks`, telling how far it is. */
export async function searchForLeaks(
  operation: Operation,
  options: LeakTestOptions,
  progress: Progress,
): Promise<LeakTestResult> {
  const test = leakTestOf(operation, options);
  const look = process.versions.bun === undefined ? search : await inBun();
  progress.is(() => `${test.name} waits for another leak test in this thread to end`);
  return await inTurn(() => look(operation, test, progress));
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

async function search(operation: Operation, test: LeakTest, progress: Progress): Promise<LeakTestResult> {
  const start = now();
  const loop = new OperationLoop(operation, test);
  progress.is(() => `${test.name} ran ${count(loop.performed)} times, and whether it leaks is still open`);
  const { rounds, captures } = await observe(loop, test, progress);
  const { objects, bytes } = rounds.growth;
  const resultOf = (judged: Judged): LeakTestResult => {
    const result = {
      ...judged,
      operations: loop.performed,
      duration: now() - start,
      perOperation: { objects: Math.max(0, objects), bytes: Math.max(0, bytes) },
    };
    return { ...result, message: leakMessage(test.name, result) };
  };
  if (captures === undefined) return resultOf({ leaks: [], allowed: [] });
  const explanation = await explained(captures, test);
  const judged = { ...tellApart(explanation.report, test), report: explanation.report };
  if (judged.leaks.length === 0 || test.artefacts === false) {
    await explanation.end();
    removeArtefacts(captures);
    return resultOf(judged);
  }
  progress.is(() => resultOf({ ...judged, artefacts: { recording: captures.recording } }).message);
  return resultOf({ ...judged, artefacts: await withPage(captures, explanation, test) });
}

/** Runs the operation, and takes captures only where it is suspected. */
async function observe(
  loop: OperationLoop,
  test: LeakTest,
  progress: Progress,
): Promise<{ readonly rounds: Rounds; readonly captures?: CaptureFiles }> {
  await loop.perform(test.warmUp);
  const heap = OwnHeap.open();
  try {
    const rounds = await runRounds(loop, heap, test);
    if (!rounds.growth.suspected) return { rounds };
    progress.is(() => suspicion(test.name, rounds));
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

function suspicion(name: string, { growth }: Rounds): string {
  const { objects, bytes: size } = growth;
  return `${name} seems to leak: each operation leaves about ${counted(Math.max(0, objects), 'object')} and ${bytes(Math.max(0, size))} alive, and the search for their holder was not finished`;
}

type Judged = Pick<LeakTestResult, 'leaks' | 'allowed' | 'report' | 'artefacts'>;

/** Captures that cannot be analyzed are kept: the error names them. */
async function explained(captures: CaptureFiles, test: LeakTest): Promise<Explanation> {
  try {
    return await explainCaptures(captures, test.signal);
  } catch (error) {
    if (test.signal?.aborted || test.artefacts === false) removeArtefacts(captures);
    throw error;
  }
}

/** The report stands without its page. */
async function withPage(
  captures: CaptureFiles,
  explanation: Explanation,
  { signal }: LeakTest,
): Promise<Artefacts> {
  try {
    await explanation.page();
    return captures;
  } catch {
    removePage(captures);
    signal?.throwIfAborted();
    return { recording: captures.recording };
  }
}
