import { closeSync } from 'node:fs';
import type { Bytes } from '../../format/units.ts';
import { FilePages } from './file-pages.ts';
import type { StringIndex } from './snapshot-columns.ts';
import { SnapshotError } from './snapshot-error.ts';
import { anyMark, markOf, type StringRanges } from './string-section.ts';
import type { StringTable } from './string-table.ts';

/** Decoded strings kept by the low bits of their index: class and edge names come again and again. */
const keptStrings = 1 << 12;

/** V8 holds no longer ones itself. */
const longestString: Bytes = 1 << 29;

const quote = 0x22;
const backslash = 0x5c;

/** Strings read from the snapshot file when asked for, through a few pages kept in memory. */
export class StringFile implements StringTable {
  readonly count: number;
  readonly pairNames: readonly StringIndex[];
  private readonly file: string;
  private readonly ranges: StringRanges;
  private descriptor: number | undefined;
  private readonly pages: FilePages;
  private readonly decodedIndex = new Int32Array(keptStrings).fill(-1);
  private readonly decoded: string[] = new Array(keptStrings).fill('');

  /** Takes over the open descriptor and closes it in `close`. */
  constructor(file: string, descriptor: number, ranges: StringRanges) {
    this.file = file;
    this.descriptor = descriptor;
    this.pages = new FilePages(descriptor);
    this.ranges = ranges;
    this.count = ranges.count;
    this.pairNames = ranges.pairNames;
  }

  get(index: StringIndex): string {
    const slot = index & (keptStrings - 1);
    if (this.decodedIndex[slot] === index) return this.decoded[slot];
    const text = this.decode(index);
    this.decodedIndex[slot] = index;
    this.decoded[slot] = text;
    return text;
  }

  span(index: StringIndex): Bytes {
    const next = index + 1 < this.count ? this.ranges.start[index + 1] : this.ranges.end;
    return next - this.ranges.start[index];
  }

  find(text: string): StringIndex {
    const { mark } = this.ranges;
    // V8 escapes everything else in its own way, so only here the raw bytes are known in advance.
    const isPlain = /^[ !#-[\]-~]*$/.test(text);
    const raw = Buffer.from(text, 'latin1');
    const wanted = isPlain ? markOf(raw, 0, raw.length) : anyMark;
    for (let index = 0; index < this.count; index++) {
      if (isPlain && mark[index] !== wanted && mark[index] !== anyMark) continue;
      if (this.get(index) === text) return index;
    }
    return -1;
  }

  forEachWithPrefix(prefix: string, visit: (index: StringIndex) => void): void {
    const wanted = Buffer.from(prefix, 'latin1');
    for (let index = 0; index < this.count; index++) {
      if (this.span(index) <= wanted.length) continue;
      const start = this.ranges.start[index];
      if (this.read(start, start + wanted.length).equals(wanted)) visit(index);
    }
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor);
    this.descriptor = undefined;
    this.pages.forget();
  }

  private decode(index: StringIndex): string {
    if (!(index < this.count)) throw new RangeError(`string ${index} of ${this.count}`);
    const start = this.ranges.start[index];
    if (this.span(index) > longestString)
      throw new SnapshotError(this.file, start, `string ${index} is too long`);
    const bytes = this.read(start, start + this.span(index));
    const end = closingQuote(bytes);
    const raw = bytes.subarray(0, end);
    if (isPlainAscii(raw)) return raw.toString('latin1');
    try {
      return JSON.parse(`"${raw.toString('utf8')}"`) as string;
    } catch {
      throw new SnapshotError(this.file, start, `string ${index} is not a JSON string`);
    }
  }

  private read(from: Bytes, to: Bytes): Buffer {
    if (this.descriptor === undefined) {
      throw new SnapshotError(this.file, from, 'was closed', 'read its strings before closing the snapshot');
    }
    return this.pages.read(from, to);
  }
}

function closingQuote(bytes: Buffer): number {
  let at = 0;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return Math.min(at, bytes.length);
}

function isPlainAscii(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] < 0x20 || bytes[at] > 0x7e || bytes[at] === backslash) return false;
  }
  return true;
}
