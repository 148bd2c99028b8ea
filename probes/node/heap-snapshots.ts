import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../format/units.ts';
import { CaptureFile } from '../capture-file.ts';
import type { CaptureRequest, CaptureResult } from '../connection.ts';
import { type OperationCounts, operationsIn } from '../operation-counts.ts';
import { ProbeError } from '../probe-error.ts';
import { type Patience, StallWatch } from '../stall-watch.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import type { ConsoleEntries } from './console-entries.ts';
import { IdEpoch } from './id-epoch.ts';
import { evaluateWithModules } from './inspector/evaluate-with-modules.ts';
import { builtin } from './inspector/target-expressions.ts';
import { countOperations } from './operations.ts';
import { writeByTarget } from './written-snapshot.ts';

/** `no-loop`: the target runs nothing between the requests that it gets. */
type Turn = 'turned' | 'no-loop';

/** A loop that turns answers within this; one that does not is taken to compute. */
const idleTimeout: Millis = 3_000;

/** The target reports progress while it walks its heap, but not while it collects garbage before that. */
const patience: Patience = { usually: 60_000, whenStopping: 5_000 };

const passingSession = `{
  const { Session } = ${builtin('inspector')};
  const session = new Session();
  session.connect();
  session.disconnect();
}`;

/**
 * Node's own way of waiting for its loop; in a page a timer is the next best. What has no loop that turns by itself says
 * so at once.
 */
const turnExpression =
  "new Promise((resolve) => (typeof setImmediate === 'function' ? setImmediate : setTimeout)(resolve))";

/** The record of stacks that a snapshot may have to end. */
export interface TrackedStacks {
  readonly isOn: boolean;
  leave(): Promise<void>;
}

export const noStacks: TrackedStacks = { isOn: false, leave: async () => {} };

/** Heap snapshots over one inspector session. Ids of objects are comparable as long as it lives. */
export class HeapSnapshots {
  readonly #devtools: DevtoolsSession;
  readonly #stacks: TrackedStacks;
  readonly #console: ConsoleEntries;
  readonly #epoch: IdEpoch;
  /** A turn of the event loop that has not come: asking again would only leave more behind in a loop that waits. */
  #turn: Promise<Turn> | undefined;
  /** Snapshots that we gave up on and that the target may still take: they have to pass before the next. */
  #late: Promise<unknown> = Promise.resolve();

  constructor(devtools: DevtoolsSession, stacks: TrackedStacks, console: ConsoleEntries) {
    this.#devtools = devtools;
    this.#stacks = stacks;
    this.#console = console;
    this.#epoch = new IdEpoch(devtools);
  }

  /**
   * Ids live as long as no session of the process that could use the heap profiler disconnects: one that comes and
   * goes clears them, and ours stays.
   * @returns whether they are gone
   * @throws ProbeError
   */
  async forgetIds(): Promise<boolean> {
    await evaluateWithModules(this.#devtools, { expression: passingSession, silent: true }, answerTimeout);
    return await this.#epoch.forget();
  }

  /** @throws ProbeError if no whole snapshot could be had; nothing of it stays on disk. */
  async capture(request: CaptureRequest): Promise<CaptureResult> {
    await this.#findLineEnds();
    if (request.moment === 'at-once') return await writeByTarget(this.#devtools, request);
    if (request.moment === 'at-exit') return await this.#captureAtExit(request);
    await this.#epoch.renewIfReset();
    const file = await CaptureFile.create(request);
    let counts: OperationCounts;
    try {
      counts = (await this.#isReady(request))
        ? await this.#take(file, request)
        : await this.#whileHeld(() => this.#take(file, request));
    } catch (error) {
      await file.discard();
      throw error;
    }
    await file.finish();
    await this.#stacks.leave();
    await this.#epoch.note().catch(() => {});
    return {
      size: file.size,
      epoch: this.#epoch.name,
      nodes: nodesIn(file.head),
      ...operationsIn(counts),
    };
  }

  /**
   * No loop turns, and no JavaScript may run. From Node 22 on a snapshot waits for a task, which does not come either: only
   * the one that ends a record of objects is taken at once.
   */
  async #captureAtExit(request: CaptureRequest): Promise<CaptureResult> {
    const file = await CaptureFile.create(request);
    try {
      await this.#devtools.send('HeapProfiler.startTrackingHeapObjects', {});
      await this.#take(file, request, 'HeapProfiler.stopTrackingHeapObjects');
    } catch (error) {
      await file.discard();
      throw error;
    }
    await file.finish();
    return { size: file.size, epoch: randomUUID(), nodes: nodesIn(file.head), notes: [] };
  }

  /**
   * A snapshot says where functions stand. Node 20 looks for the line ends of a script once for each of its
   * functions, which takes minutes for a script of some MB; the debugger finds them once for all when it is enabled.
   */
  async #findLineEnds(): Promise<void> {
    await this.#devtools.send('Debugger.enable', {}, answerTimeout);
    await this.#devtools.send('Debugger.disable', undefined, answerTimeout);
  }

  /** Whether it is idle, and has finished what a collection of garbage left to do. */
  async #isReady(request: CaptureRequest): Promise<boolean> {
    const turn = await this.#loopTurn();
    // Without a loop nothing runs between two requests, and a collection would be answered after the next one.
    if (turn === 'no-loop') return true;
    return turn === 'turned' && (await this.#finalizersRun(request));
  }

  /**
   * A registry empties what it watches over in a task after the collection, and a snapshot is written right after its
   * own: it would show as alive all that died since the collection before it.
   * @returns whether the event loop still turns
   */
  async #finalizersRun({ signal }: CaptureRequest): Promise<boolean> {
    const watch = new StallWatch(patience, signal);
    try {
      await Promise.race([this.#devtools.send('HeapProfiler.collectGarbage'), watch.stalled]);
    } finally {
      watch.stop();
    }
    // The task may come after the first turn.
    return (await this.#loopTurn()) === 'turned' && (await this.#loopTurn()) === 'turned';
  }

  /** Whether the event loop turns. If it does, late snapshots have passed when this resolves. */
  async #loopTurn(): Promise<Turn | 'computes'> {
    this.#turn ??= this.#devtools
      .send('Runtime.evaluate', { expression: turnExpression, awaitPromise: true, silent: true })
      .then(({ exceptionDetails }) => (exceptionDetails === undefined ? 'turned' : 'no-loop'));
    const turn = await Promise.race([this.#turn, sleep(idleTimeout, 'computes' as const, { ref: false })]);
    if (turn === 'computes') return turn;
    this.#turn = undefined;
    await this.#late;
    return turn;
  }

  /**
   * From Node 22 on a snapshot waits until no JavaScript runs, which a loop that computes never
   * reaches. Held in the debugger, it takes the snapshot at once.
   */
  async #whileHeld<T>(work: () => Promise<T>): Promise<T> {
    const devtools = this.#devtools;
    let onPaused: () => void = () => {};
    const paused = new Promise<void>((resolve) => {
      onPaused = resolve;
    });
    devtools.on('Debugger.paused', onPaused);
    try {
      await devtools.send('Debugger.enable', {}, answerTimeout);
      await devtools.send('Debugger.pause', undefined, answerTimeout);
      await withTimeout(paused, answerTimeout, blockedError);
      await this.#forgetFrames();
      return await work();
    } finally {
      devtools.off('Debugger.paused', onPaused);
      await this.#forgetFrames().catch(() => {});
      // Disabling lets the target run again, and takes back a pause that has not come yet.
      await devtools.send('Debugger.disable', undefined, answerTimeout).catch(() => {});
    }
  }

  /** With a pause V8 hands over the scopes of all frames, and keeps them until a client resumes it or says so. */
  async #forgetFrames(): Promise<void> {
    await this.#devtools.send('Runtime.releaseObjectGroup', { objectGroup: 'backtrace' }, answerTimeout);
  }

  async #take(
    file: CaptureFile,
    request: CaptureRequest,
    // If stacks are tracked, the command that ends it takes a snapshot by itself.
    method = this.#stacks.isOn
      ? ('HeapProfiler.stopTrackingHeapObjects' as const)
      : ('HeapProfiler.takeHeapSnapshot' as const),
  ): Promise<OperationCounts> {
    const devtools = this.#devtools;
    const watch = new StallWatch(patience, request.signal);
    const onProgress = () => watch.touch();
    const onChunk = ({ chunk }: { chunk: string }) => {
      watch.touch();
      if (!file.write(chunk)) waitForDisk(devtools, file);
      request.onProgress?.(file.size);
    };
    devtools.on('HeapProfiler.reportHeapSnapshotProgress', onProgress);
    devtools.on('HeapProfiler.addHeapSnapshotChunk', onChunk);
    const count = () => (request.operations ? countOperations(devtools, request.operations) : undefined);
    // No await between these: nothing that the target runs may come between snapshot and counts.
    void this.#console.discard();
    const before = count();
    const captureNumericValue = request.values ?? false;
    const snapshot = devtools.send(method, { reportProgress: true, captureNumericValue });
    const after = count();
    try {
      await Promise.race([snapshot, watch.stalled]);
    } catch (error) {
      this.#late = snapshot.catch(() => {});
      throw error;
    } finally {
      watch.stop();
      devtools.off('HeapProfiler.reportHeapSnapshotProgress', onProgress);
      devtools.off('HeapProfiler.addHeapSnapshotChunk', onChunk);
    }
    return {
      // V8 answers what was asked meanwhile before the program goes on.
      near: await (after && withTimeout(after, answerTimeout, blockedError).catch(() => undefined)),
      far: await before,
    };
  }
}

/** The header says it. */
function nodesIn(head: string): number {
  return Number(/"node_count":(\d+)/.exec(head)?.[1] ?? 0);
}

function waitForDisk(devtools: DevtoolsSession, file: CaptureFile): void {
  devtools.pause();
  void file.drained().then(() => devtools.resume());
}

async function withTimeout<T>(promise: Promise<T>, timeout: Millis, error: () => Error): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(error()), timeout);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function blockedError(): ProbeError {
  return new ProbeError(
    'target-silent',
    'the main thread of the process is blocked and cannot take a snapshot',
    'try again when it is idle; a synchronous call (execSync, a large readFileSync) blocks it until it returns',
  );
}
