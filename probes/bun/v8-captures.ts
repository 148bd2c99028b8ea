import { randomUUID } from 'node:crypto';
import { chmod, type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { CaptureRequest, CaptureResult } from '../connection.ts';
import { ProbeError } from '../probe-error.ts';
import { StallWatch } from '../stall-watch.ts';
import type { JscSession } from './jsc-session.ts';
import { countOperations } from './operations.ts';
import { patienceWith } from './reply-patience.ts';

/**
 * Captures in the format of V8, which the target makes in its own memory and writes itself: for heaps that are too
 * large to be sent. Its ids are new each time, so that each has an epoch of its own.
 */
export class V8Captures {
  readonly #session: JscSession;

  constructor(session: JscSession) {
    this.#session = session;
  }

  /**
   * @param why it is taken, in words
   * @throws ProbeError if no whole snapshot could be had; nothing of it stays on disk
   */
  async capture(request: CaptureRequest, cells: number, why: readonly string[]): Promise<CaptureResult> {
    const part = request.path + '.part';
    const watch = new StallWatch(patienceWith(cells), request.signal);
    try {
      // Made here, so that it is this user's and nobody else can read it.
      await (await open(part, 'wx', 0o600)).close();
      const operations =
        request.operations === undefined ? undefined : countOperations(this.#session, request.operations);
      const all = Promise.all([operations, this.#write(part)]);
      const [counted] = await Promise.race([all, watch.stalled]);
      await requireWhole(part);
      await chmod(part, 0o600);
      const { size } = await stat(part);
      if (request.into === undefined) await rename(part, request.path);
      else await moveInto(part, request.into);
      request.onProgress?.(size);
      return {
        size,
        epoch: randomUUID(),
        nodes: cells,
        ...(counted && 'count' in counted ? { operations: counted.count } : {}),
        notes: [...why, ...(counted && 'note' in counted ? [counted.note] : [])],
      };
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    } finally {
      watch.stop();
    }
  }

  async #write(path: string): Promise<void> {
    const { result, wasThrown } = await this.#session.send('Runtime.evaluate', {
      expression: `process.getBuiltinModule('node:fs').writeFileSync(
        ${JSON.stringify(path)}, new Uint8Array(Bun.generateHeapSnapshot('v8', 'arraybuffer')))`,
      returnByValue: true,
    });
    if (wasThrown) throw notWritten(path, result.description ?? result.type);
  }
}

/** The target writes by name. Its file loses that before anything else is done with it. */
async function moveInto(part: string, into: FileHandle): Promise<void> {
  const file = await open(part);
  try {
    await rm(part);
    await pipeline(file.createReadStream({ autoClose: false }), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) await into.appendFile(chunk);
    });
  } finally {
    await file.close();
  }
}

/** A snapshot cut off by a full disk does not end as one. */
async function requireWhole(path: string): Promise<void> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, Math.max(0, size - 16));
    if (!buffer.toString('latin1', 0, bytesRead).trimEnd().endsWith('}')) {
      throw new ProbeError(
        'capture-torn',
        `the snapshot for ${path} is incomplete`,
        'record it again; if it fails again, report it',
      );
    }
  } finally {
    await file.close();
  }
}

function notWritten(path: string, words: string): ProbeError {
  return new ProbeError(
    /ENOSPC|EDQUOT|EFBIG/.test(words) ? 'disk-full' : 'folder-not-writable',
    `the process cannot write ${path}: ${words.split('\n')[0]}`,
    'use --out to choose a folder that has room and that the process may write to',
  );
}
