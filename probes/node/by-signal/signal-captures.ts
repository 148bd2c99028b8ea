import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../../format/units.ts';
import { CaptureFile } from '../../capture-file.ts';
import type { CaptureRequest, CaptureResult } from '../../connection.ts';
import { host } from '../../host/this-host.ts';
import { ProbeError } from '../../probe-error.ts';
import { type Patience, StallWatch } from '../../stall-watch.ts';
import { targetGone } from '../../target/gate.ts';
import { isRunning } from '../../target/process-end.ts';
import {
  isOpenIn,
  requireWritable,
  type SnapshotDirectory,
  snapshotDirectoryOf,
  snapshotsIn,
} from './snapshot-directory.ts';
import type { SnapshotSignal } from './snapshot-signal.ts';

const pollEvery: Millis = 20;
/** A signal is taken in the next turn of the event loop. */
const appearTimeout: Millis = 30_000;
/** The file stays empty while V8 walks the heap, but the process computes. */
const patience: Patience = { usually: 60_000, whenStopping: 5_000 };

/** Snapshots that the target writes itself when it gets its signal. Ids of objects go on from one to the next. */
export class SignalCaptures {
  readonly #pid: number;
  readonly #signal: SnapshotSignal;
  readonly #patience: Millis;
  readonly #epoch = randomUUID();

  /** @param wait how long the file may take to appear */
  constructor(pid: number, signal: SnapshotSignal, wait = appearTimeout) {
    this.#pid = pid;
    this.#signal = signal;
    this.#patience = wait;
  }

  /** @throws ProbeError if there is no whole snapshot; no part of it stays on disk */
  async capture(request: CaptureRequest): Promise<CaptureResult> {
    const directory = snapshotDirectoryOf(this.#pid);
    await requireWritable(this.#pid, directory);
    const before = new Set(await snapshotsIn(this.#pid, directory));
    await this.#signal.send();
    const name = await this.#appearing(directory, before);
    const written = path.join(directory.path, name);
    try {
      await this.#complete(written, name, request);
      return await this.#taken(written, request);
    } finally {
      if (!isOpenIn(this.#pid, name)) await rm(written, { force: true }).catch(() => {});
    }
  }

  async #appearing(directory: SnapshotDirectory, before: ReadonlySet<string>): Promise<string> {
    const deadline = Date.now() + this.#patience;
    while (Date.now() < deadline) {
      const name = (await snapshotsIn(this.#pid, directory)).find((each) => !before.has(each));
      if (name !== undefined) return name;
      if (!isRunning(this.#pid)) throw targetGone(this.#pid, 'when it got its signal');
      await sleep(pollEvery);
    }
    throw new ProbeError(
      'snapshot-not-written',
      `process ${this.#pid} got ${this.#signal.name} but wrote no snapshot into ${directory.name} within ${this.#patience / 1000} s`,
      'its main thread is blocked, or a handler of its own took the signal; if the file comes later, delete it or give it to `heaptrail analyze`',
    );
  }

  /** The target closes the file when all of it is written. */
  async #complete(written: string, name: string, { signal, onProgress }: CaptureRequest): Promise<void> {
    const watch = new StallWatch(patience, signal);
    let isOver = false;
    const closing = async () => {
      let seen = '';
      while (!isOver && isOpenIn(this.#pid, name)) {
        const { size } = await stat(written);
        const progress = `${size} ${this.#processorTime()}`;
        if (progress !== seen) watch.touch();
        seen = progress;
        onProgress?.(size);
        await sleep(pollEvery);
      }
    };
    try {
      await Promise.race([closing(), watch.stalled]);
    } finally {
      isOver = true;
      watch.stop();
    }
    if (!isRunning(this.#pid)) throw targetGone(this.#pid, 'while it wrote its snapshot');
  }

  #processorTime(): Millis {
    return host.memory.usageOf(this.#pid).cpu ?? 0;
  }

  async #taken(written: string, request: CaptureRequest): Promise<CaptureResult> {
    const file = await CaptureFile.create(request);
    try {
      for await (const chunk of createReadStream(written)) if (!file.write(chunk)) await file.drained();
    } catch (error) {
      await file.discard();
      throw error;
    }
    await file.finish();
    return {
      size: file.size,
      epoch: this.#epoch,
      nodes: Number(/"node_count":(\d+)/.exec(file.head)?.[1] ?? 0),
      notes:
        request.operations === undefined
          ? []
          : ['operations were not counted: a process that is recorded by its signal evaluates nothing'],
    };
  }
}
