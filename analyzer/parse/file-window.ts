import { closeSync, fstatSync, readSync } from 'node:fs';
import type { Bytes } from '../../format/units.ts';
import { isGzip, unpack } from './gunzip.ts';
import { ParseKernels, readAhead } from './parse-kernels.ts';
import { openRegularFile } from './regular-file.ts';
import { nameASnapshot, SnapshotError, takeItAgain } from './snapshot-error.ts';

/** What one read asks of the file. Larger reads were not faster, smaller ones were. */
const chunkSize: Bytes = 1 << 20;
/** Room for what is carried over from one chunk to the next: a number, or a whole string of ordinary length. */
const carrySize: Bytes = 1 << 16;

/**
 * A window sliding over a file. Readers look at `bytes[at..end)` directly and move `at`; `fill` slides on.
 * One buffer serves the whole file, so that a snapshot of any size is read in constant memory.
 * `bytes[end]` is always a NUL, which lets inner loops run without a bounds check.
 */
export class FileWindow {
  readonly file: string;
  readonly size: Bytes;
  readonly descriptor: number;
  readonly bytes: Uint8Array;
  /** They work on `bytes` where these are. */
  readonly kernels: ParseKernels;
  at = 0;
  end = 0;
  /** Offset in the file of `bytes[0]`. */
  private base: Bytes = 0;
  private readonly onProgress: ((read: Bytes, size: Bytes) => void) | undefined;

  constructor(file: string, onProgress?: (read: Bytes, size: Bytes) => void) {
    this.file = file;
    this.onProgress = onProgress;
    this.descriptor = openUnpacked(file);
    this.size = fstatSync(this.descriptor).size;
    this.kernels = this.kernelsOrClose();
    this.bytes = this.kernels.window;
    if (this.size === 0) {
      this.close();
      throw new SnapshotError(file, 0, 'the file is empty', takeItAgain);
    }
  }

  private kernelsOrClose(): ParseKernels {
    try {
      return new ParseKernels(Math.min(chunkSize + carrySize, this.size) + 1);
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** The offset in the file at which the window stands. */
  get offset(): Bytes {
    return this.base + this.at;
  }

  /** Keeps what is unread, reads on behind it. False at the end of the file, or when the unread fills the window. */
  fill(): boolean {
    this.bytes.copyWithin(0, this.at, this.end);
    this.base += this.at;
    this.end -= this.at;
    this.at = 0;
    const room = Math.min(chunkSize, this.bytes.length - 1 - this.end);
    const read = room === 0 ? 0 : this.read(this.end, room, this.base + this.end);
    this.end += read;
    this.bytes[this.end] = 0;
    if (read > 0) this.onProgress?.(this.base + this.end, this.size);
    return read > 0;
  }

  /** Reads on where the kernels have too little ahead of them. False if they have enough, or there is no more. */
  fillAhead(): boolean {
    return this.end - this.at <= readAhead && this.fill();
  }

  seek(offset: Bytes): void {
    this.base = offset;
    this.at = 0;
    this.end = 0;
    this.bytes[0] = 0;
  }

  /** The next byte that is not white space, without moving past it; -1 at the end of the file. */
  peek(): number {
    for (;;) {
      while (this.at < this.end) {
        const byte = this.bytes[this.at];
        if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
        this.at++;
      }
      if (!this.fill()) return -1;
    }
  }

  /** The next byte as it is, moving past it; -1 at the end of the file. */
  next(): number {
    if (this.at === this.end && !this.fill()) return -1;
    return this.bytes[this.at++];
  }

  /** Moves past the next byte, which white space aside has to be this one. */
  expect(character: string): void {
    const byte = this.peek();
    if (byte !== character.charCodeAt(0)) throw this.unexpected(byte, `'${character}'`);
    this.at++;
  }

  /** A piece of the file, wherever the window stands; shorter at the end of the file. */
  bytesAt(offset: Bytes, length: Bytes): Buffer {
    const piece = Buffer.alloc(length);
    return piece.subarray(0, readSync(this.descriptor, piece, 0, length, offset));
  }

  unexpected(byte: number, wanted: string): SnapshotError {
    return byte === -1
      ? this.error(`the file ends before ${wanted}`)
      : this.error(`unexpected ${spell(byte)} instead of ${wanted}`);
  }

  error(reason: string, nextStep?: string): SnapshotError {
    return new SnapshotError(this.file, this.offset, reason, nextStep);
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private read(into: number, length: Bytes, from: Bytes): Bytes {
    try {
      return readSync(this.descriptor, this.bytes, into, length, from);
    } catch (cause) {
      throw new SnapshotError(this.file, from, `cannot be read: ${(cause as Error).message}`, nameASnapshot);
    }
  }
}

function openUnpacked(file: string): number {
  return isPacked(file) ? unpack(file) : open(file);
}

/** Whether a file is one of gzip; what cannot be read is not. */
export function isPacked(file: string): boolean {
  const descriptor = open(file);
  try {
    return isGzip(descriptor);
  } catch {
    return false;
  } finally {
    closeSync(descriptor);
  }
}

function open(file: string): number {
  try {
    return openRegularFile(file);
  } catch (cause) {
    throw new SnapshotError(file, 0, `cannot be opened: ${(cause as Error).message}`, nameASnapshot);
  }
}

function spell(byte: number): string {
  return byte > 0x20 && byte < 0x7f
    ? `'${String.fromCharCode(byte)}'`
    : `byte 0x${byte.toString(16).padStart(2, '0')}`;
}
