import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessDescription } from '../../../format/recording.ts';
import type { Bytes, Millis } from '../../../format/units.ts';
import type { CaptureRequest, CaptureResult, HeapFromOutside, ProcessConnection } from '../../connection.ts';
import { host } from '../../host/this-host.ts';
import { ProbeError } from '../../probe-error.ts';
import { targetGone } from '../../target/gate.ts';
import { endsSoon, isRunning, type ProcessExit } from '../../target/process-end.ts';
import { heapBoundsOf } from './heap-bounds.ts';
import { SignalCaptures } from './signal-captures.ts';
import { snapshotDirectoryOf } from './snapshot-directory.ts';
import type { SnapshotSignal } from './snapshot-signal.ts';

const lookEvery: Millis = 250;

/** A Node process whose inspector is closed, by the signal that makes it write snapshots of itself. Nothing else is asked of it. */
export class SignalConnection implements ProcessConnection {
  readonly target: ProcessDescription;
  readonly notes: readonly string[];
  readonly #captures: SignalCaptures;
  readonly #ended = new AbortController();
  #isDetached = false;
  /** What captures left in its memory. */
  #residue: Bytes = 0;

  constructor(target: ProcessDescription, signal: SnapshotSignal, why: string) {
    const { pid } = target;
    this.target = target;
    this.notes = [
      `process ${pid} writes its snapshots itself, by ${signal.name}, ${why}: allocations, worker threads and its heap between captures are not seen`,
      'V8 keeps the ids of objects after a snapshot, and this way cannot clear them: code that allocates a lot stays slower until the process restarts',
    ];
    this.#captures = new SignalCaptures(pid, signal);
    void this.#watchEnd();
  }

  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  readonly heapFromOutside: HeapFromOutside = (sample) =>
    heapBoundsOf(this.target.pid, sample, this.#residue);

  /** The target writes there first. */
  get writesInto(): string {
    return snapshotDirectoryOf(this.target.pid).path;
  }

  async sampleRuntime(): Promise<undefined> {
    return undefined;
  }

  async capture(request: CaptureRequest): Promise<CaptureResult> {
    if (this.ended.aborted) throw this.ended.reason;
    const before = this.#anonymous();
    const result = await this.#captures.capture(request);
    this.#residue += Math.max(0, this.#anonymous() - before);
    return result;
  }

  #anonymous(): Bytes {
    const { rssAnonymous = 0, swap = 0 } = host.memory.usageOf(this.target.pid);
    return rssAnonymous + swap;
  }

  async #watchEnd(): Promise<void> {
    const { pid } = this.target;
    while (!this.#isDetached && isRunning(pid)) await sleep(lookEvery, undefined, { ref: false });
    if (this.#isDetached) return;
    let exit: ProcessExit = {};
    await endsSoon(pid, (told) => {
      exit = told;
    });
    this.#ended.abort(targetGone(pid, 'while it was recorded', exit));
  }

  async detach(): Promise<readonly string[]> {
    this.#isDetached = true;
    if (!this.#ended.signal.aborted)
      this.#ended.abort(new ProbeError('connection-closed', 'heaptrail has left', 'attach again'));
    return [];
  }
}
