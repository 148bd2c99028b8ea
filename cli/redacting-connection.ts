import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, rename, rm, stat } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { CaptureRequest, CaptureResult, Connection, WorkerSource } from '../probes/connection.ts';
import { ProbeError } from '../probes/probe-error.ts';

/**
 * The same connection, whose captures are redacted before they get their name: until then the contents of strings
 * stand in a file beside it that nobody but the owner may read.
 */
export function redacting(connection: Connection): Connection {
  const notes = [...connection.notes, 'the contents of strings are replaced in every capture'];
  const capture = (request: CaptureRequest) => captureRedacted(connection, request);
  const workers = connection.workers && redactingAll(connection.workers);
  return new Proxy(connection, {
    get(target, name) {
      if (name === 'capture') return capture;
      if (name === 'notes') return notes;
      if (name === 'workers') return workers;
      const value: unknown = Reflect.get(target, name, target);
      // A method with private fields works on nothing but the connection itself.
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

function redactingAll(workers: WorkerSource): WorkerSource {
  return { watch: (onWorker) => workers.watch((worker) => onWorker(redacting(worker))) };
}

async function captureRedacted(connection: Connection, request: CaptureRequest): Promise<CaptureResult> {
  const plain = `${request.path}.plain`;
  const unfinished = `${request.path}.redacted`;
  try {
    const result = await connection.capture({ ...request, path: plain });
    if (await holdsContents(plain)) await redact(plain, unfinished);
    else await rename(plain, unfinished);
    await rename(unfinished, request.path);
    return { ...result, size: (await stat(request.path)).size };
  } finally {
    await rm(plain, { force: true });
    await rm(unfinished, { force: true });
  }
}

/** In a process of its own: this one goes on sampling memory. Detached, so that Ctrl-C lets a capture be finished. */
async function redact(from: string, to: string): Promise<void> {
  const command = fileURLToPath(new URL('./main.js', import.meta.url));
  const child = spawn(process.execPath, [command, 'redact', from, to], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'close');
  const errors = await text(child.stderr);
  const [code] = await ended;
  if (code !== 0)
    throw new ProbeError(
      'capture-torn',
      `the capture could not be redacted: ${errors.trim()}`,
      'record it again',
    );
}

/** JavaScriptCore's own snapshots name classes, properties and variables, and carry no contents. */
async function holdsContents(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return !/^\s*\{\s*"version"/.test(buffer.toString('latin1', 0, bytesRead));
  } finally {
    await handle.close();
  }
}
