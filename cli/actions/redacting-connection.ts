import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { argumentsWithoutValues } from '../../format/masked-arguments.ts';
import type { CaptureRequest, CaptureResult, Connection, WorkerSource } from '../../probes/connection.ts';
import { ProbeError } from '../../probes/probe-error.ts';

/**
 * The same connection, whose captures are redacted before they get a name, and whose target's arguments have no values.
 */
export function redacting<C extends Connection>(connection: C): C {
  const notes = [...connection.notes, 'the contents of strings are replaced in every capture'];
  const command = argumentsWithoutValues(connection.target.command);
  const target = { ...connection.target, command, redacted: true as const };
  const capture = (request: CaptureRequest) => captureRedacted(connection, request);
  const workers = connection.workers && redactingAll(connection.workers);
  return new Proxy(connection, {
    get(plain, name) {
      if (name === 'capture') return capture;
      if (name === 'notes') return notes;
      if (name === 'target') return target;
      if (name === 'workers') return workers;
      const value: unknown = Reflect.get(plain, name, plain);
      // A method with private fields works on nothing but the connection itself.
      return typeof value === 'function' ? value.bind(plain) : value;
    },
  });
}

function redactingAll(workers: WorkerSource): WorkerSource {
  return { watch: (onWorker) => workers.watch((worker) => onWorker(redacting(worker))) };
}

/**
 * The plain capture lies in a file without a name: it is gone with the last process that has it open, and no order of
 * deaths leaves it behind.
 */
async function captureRedacted(connection: Connection, request: CaptureRequest): Promise<CaptureResult> {
  const plain = await openUnnamed(request.path);
  try {
    const result = await connection.capture({ ...request, into: plain });
    await redact(plain.fd, request.path);
    return { ...result, size: (await stat(request.path)).size };
  } finally {
    await plain.close();
  }
}

/** @throws ProbeError `folder-not-writable` */
async function openUnnamed(path: string): Promise<FileHandle> {
  const name = `${path}.${randomUUID()}.plain`;
  try {
    const file = await open(name, 'wx+', 0o600);
    await rm(name);
    return file;
  } catch (cause) {
    throw new ProbeError(
      'folder-not-writable',
      `cannot write ${path}: ${(cause as Error).message}`,
      'choose another folder with --out',
      { cause },
    );
  }
}

/** In a process of its own: this one goes on sampling memory. Detached, so that Ctrl-C lets a capture be finished. */
async function redact(plain: number, to: string): Promise<void> {
  const command = fileURLToPath(new URL('../main.js', import.meta.url));
  const child = spawn(process.execPath, [command, 'redact', '/dev/fd/3', to], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', plain],
  });
  const ended = once(child, 'close');
  const errors = await text(child.stderr!);
  const [code] = await ended;
  if (code !== 0)
    throw new ProbeError(
      'capture-torn',
      `the capture could not be redacted: ${errors.trim()}`,
      'record it again',
    );
}
