import { closeSync, openSync, readSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Bytes, Millis } from '../../format/units.ts';
import { SnapshotError, takeItAgain } from './snapshot-error.ts';

const longestReason: Bytes = 300;
/** A thread that could not even start would be waited for without end. */
const longestStart: Millis = 10_000;

/** Told by its first bytes and not by its name. */
export function isGzip(descriptor: number): boolean {
  const start = Buffer.alloc(2);
  return readSync(descriptor, start, 0, 2, 0) === 2 && start[0] === 0x1f && start[1] === 0x8b;
}

/**
 * Unpacks a file into one without a name, which is gone when its descriptor is closed or the process ends: strings are
 * read from it at any place and time, which a packed file does not allow.
 * @returns the descriptor, open for reading
 * @throws SnapshotError where the file is no whole gzip file, or there is no room to unpack it
 */
export function unpack(file: string): number {
  const place = join(tmpdir(), `heaptrail-${process.pid}-${Math.random().toString(36).slice(2)}`);
  const descriptor = open(file, place);
  // Windows keeps the name of what is open; elsewhere nothing is left behind, however this process ends.
  if (process.platform !== 'win32') rmSync(place);
  const failure = unpackInto(file, descriptor);
  if (failure === undefined) return descriptor;
  closeSync(descriptor);
  throw failure;
}

function open(file: string, place: string): number {
  try {
    return openSync(place, 'wx+', 0o600);
  } catch (cause) {
    throw noRoom(file, (cause as Error).message);
  }
}

function unpackInto(file: string, descriptor: number): SnapshotError | undefined {
  const status = new Int32Array(new SharedArrayBuffer(8));
  const reason = new Uint8Array(new SharedArrayBuffer(longestReason));
  const worker = new Worker(new URL('./gunzip-worker.mjs', import.meta.url), {
    execArgv: [],
    workerData: { file, descriptor, status, reason },
  });
  worker.on('error', () => {});
  worker.unref();
  const started = Atomics.wait(status, 1, 0, longestStart) !== 'timed-out';
  if (started) Atomics.wait(status, 0, 0);
  else void worker.terminate();
  if (Atomics.load(status, 0) === 1) return undefined;
  const text = Buffer.from(reason.slice()).toString('utf8').replace(/\0+$/, '');
  if (text.startsWith('Z_BUF_ERROR'))
    return new SnapshotError(file, 0, 'the gzip file is cut off', takeItAgain);
  if (text.startsWith('Z_'))
    return new SnapshotError(file, 0, `the gzip file is damaged: ${text}`, takeItAgain);
  return noRoom(file, text);
}

function noRoom(file: string, reason: string): SnapshotError {
  return new SnapshotError(
    file,
    0,
    `cannot be unpacked into ${tmpdir()}: ${reason}`,
    'set TMPDIR to a folder with enough room, or unpack it yourself',
  );
}
