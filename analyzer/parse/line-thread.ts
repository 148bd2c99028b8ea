import { Worker } from 'node:worker_threads';
import type { Bytes, Millis } from '../../format/units.ts';
import { blockSize, blocksIn } from './line-blocks.ts';
import { parseModule, workerLayout } from './parse-kernels.ts';

/** A part of a file whose lines are counted. */
export interface LinedPart {
  readonly descriptor: number;
  readonly from: Bytes;
  readonly to: Bytes;
}

/** The lines of one part, being counted. */
export interface LineCount {
  /** Waits; the newlines in front of each block, or undefined if another thread could not count them. */
  finish(): Uint32Array | undefined;
}

/** A thread that is gone without a word is not waited for any longer than this between two signs of life. */
const longestSilence: Millis = 5_000;

export interface LineThread {
  /** Of each part. Its descriptor has to stay open until its count is finished. */
  readonly counts: readonly LineCount[];
  /** Counts no further. */
  stop(): void;
}

/** Counts in a second thread, one part after the other. */
export function startLineThread(parts: readonly LinedPart[]): LineThread {
  const stopped = new Int32Array(new SharedArrayBuffer(4));
  const jobs = parts.map((part) => ({
    ...part,
    before: new Uint32Array(new SharedArrayBuffer(4 * (blocksIn(part) + 1))),
    status: new Int32Array(new SharedArrayBuffer(8)),
  }));
  const { windowAddress } = workerLayout;
  const worker = new Worker(new URL('./line-worker.mjs', import.meta.url), {
    execArgv: [],
    workerData: { module: parseModule(), windowAddress, blockSize, parts: jobs, stopped },
  });
  // Its end is seen in `status`; what is said in events comes too late for who waits.
  worker.on('error', () => {});
  worker.unref();
  const signs = () => jobs.reduce((sum, { status }) => sum + Atomics.load(status, 1), 0);
  const counts = jobs.map(({ before, status }) => ({
    finish() {
      for (let known = signs(); Atomics.wait(status, 0, 0, longestSilence) === 'timed-out'; known = signs()) {
        if (signs() > known) continue;
        void worker.terminate();
        return undefined;
      }
      return Atomics.load(status, 0) === 1 ? before : undefined;
    },
  }));
  return { counts, stop: () => void Atomics.store(stopped, 0, 1) };
}
