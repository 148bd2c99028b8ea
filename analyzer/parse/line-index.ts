import type { Bytes } from '../../format/units.ts';
import type { FilePages } from './file-pages.ts';
import type { FileWindow } from './file-window.ts';
import { blockSize, blocksIn } from './line-blocks.ts';

const newline = 0x0a;

/**
 * Where the lines of a part of a file are. Newlines are counted a block at a time, which is as fast as memory can be
 * read and does not look at what is in the lines.
 */
export class LineIndex {
  /** Newlines in the part. */
  readonly count: number;
  private readonly pages: FilePages;
  private readonly from: Bytes;
  private readonly to: Bytes;
  /** Newlines in front of each block. */
  private readonly before: Uint32Array;

  /**
   * @param from the first byte of line 0
   * @param counted the newlines in front of each block, if another thread has counted them
   */
  constructor(window: FileWindow, pages: FilePages, from: Bytes, to: Bytes, counted?: Uint32Array) {
    this.pages = pages;
    this.from = from;
    this.to = to;
    this.before = counted ?? new Uint32Array(blocksIn({ from, to }) + 1);
    this.count = counted === undefined ? this.countBlocks(window) : this.before[this.before.length - 1];
  }

  /** Offset in the file of the first byte of a line; `to` for a line behind the last one. */
  startOf(line: number): Bytes {
    if (line === 0) return this.from;
    const block = this.blockOf(line);
    const offset = this.from + block * blockSize;
    const bytes = this.pages.read(offset, Math.min(offset + blockSize, this.to));
    // Lines are short: a call for each takes longer than looking at its bytes.
    let left = line - this.before[block];
    for (let at = 0; at < bytes.length; at++)
      if (bytes[at] === newline && --left === 0) return offset + at + 1;
    return this.to;
  }

  /** How many newlines there are in front of an offset. */
  lineAt(offset: Bytes): number {
    const block = Math.floor((offset - this.from) / blockSize);
    const start = this.from + block * blockSize;
    let line = this.before[block];
    if (offset > start) for (const byte of this.pages.read(start, offset)) if (byte === newline) line++;
    return line;
  }

  /** The last block with fewer newlines in front of it than the line has. */
  private blockOf(line: number): number {
    let low = 0;
    let high = this.before.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.before[middle] < line) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  private countBlocks(window: FileWindow): number {
    const { from, to, before } = this;
    let count = 0;
    let block = 0;
    window.seek(from);
    while (window.offset < to && window.fill()) {
      const end = Math.min(window.end, window.at + to - window.offset);
      // Whole blocks only, but for the last one: what is left is read again together with what comes next.
      const isLast = window.offset + (end - window.at) === to;
      while (window.at + blockSize <= end || (isLast && window.at < end)) {
        const blockEnd = Math.min(window.at + blockSize, end);
        count += window.kernels.countLines(window.at, blockEnd);
        before[++block] = count;
        window.at = blockEnd;
      }
    }
    return count;
  }
}
