import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import type { Bytes } from '../format/units.ts';
import type { CaptureRequest } from './connection.ts';
import { ProbeError } from './probe-error.ts';
import { writeError } from './write-error.ts';

/** Enough to keep the disk busy; above it the sender has to wait. */
const highWater: Bytes = 16 << 20;

/**
 * A snapshot on its way to disk: `NAME.part` until it is whole, so that a file under its own name
 * always is. Nothing but a few chunks is ever in memory. A file without a name stays without one, and stays open.
 */
export class CaptureFile {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #isNamed: boolean;
  #queue: Promise<void> = Promise.resolve();
  #failure: ProbeError | undefined;
  #queued: Bytes = 0;
  #size: Bytes = 0;
  #head = '';
  #tail = '';

  private constructor(path: string, file: FileHandle, isNamed: boolean) {
    this.#path = path;
    this.#file = file;
    this.#isNamed = isNamed;
  }

  /** @throws ProbeError `disk-full`, `folder-not-writable` */
  static async create({ path, into }: Pick<CaptureRequest, 'path' | 'into'>): Promise<CaptureFile> {
    if (into !== undefined) return new CaptureFile(path, into, false);
    try {
      return new CaptureFile(path, await open(partOf(path), 'wx', 0o600), true);
    } catch (error) {
      throw writeError(path, error);
    }
  }

  /** What was handed over so far; it may not be on disk yet. */
  get size(): Bytes {
    return this.#size;
  }

  /** The first characters: the snapshot's header. */
  get head(): string {
    return this.#head;
  }

  /** False if the sender should wait for `drained`. */
  write(chunk: string | Buffer): boolean {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
    if (this.#head === '') this.#head = bytes.toString('utf8', 0, 4096);
    this.#tail = bytes.toString('latin1', Math.max(0, bytes.length - 16));
    this.#size += bytes.length;
    this.#queued += bytes.length;
    this.#queue = this.#queue.then(() => this.#append(bytes));
    return this.#queued < highWater;
  }

  async drained(): Promise<void> {
    await this.#queue;
  }

  /** After the first failure the rest is dropped: the sender cannot be stopped in the middle. */
  async #append(bytes: Buffer): Promise<void> {
    try {
      if (this.#failure === undefined) await this.#file.appendFile(bytes);
    } catch (error) {
      this.#failure = writeError(this.#path, error);
    } finally {
      this.#queued -= bytes.length;
    }
  }

  /**
   * Gives the file its name once every byte is on the disk.
   * @throws ProbeError if it could not be written or does not end as a snapshot does; nothing stays.
   */
  async finish(): Promise<void> {
    await this.#queue;
    if (this.#failure === undefined && !this.#tail.trimEnd().endsWith('}')) {
      this.#failure = tornError(this.#path);
    }
    if (this.#failure === undefined) {
      try {
        if (!this.#isNamed) return;
        await this.#file.sync();
        await this.#file.close();
        await rename(partOf(this.#path), this.#path);
        return;
      } catch (error) {
        this.#failure = writeError(this.#path, error);
      }
    }
    await this.discard();
    throw this.#failure;
  }

  async discard(): Promise<void> {
    await this.#queue;
    if (!this.#isNamed) return;
    await this.#file.close().catch(() => {});
    await rm(partOf(this.#path), { force: true });
  }
}

function partOf(path: string): string {
  return path + '.part';
}

function tornError(path: string): ProbeError {
  return new ProbeError(
    'capture-torn',
    `the snapshot for ${path} is incomplete`,
    'attach again; if it fails again, report it',
  );
}
