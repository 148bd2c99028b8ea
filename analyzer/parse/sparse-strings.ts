import type { Bytes } from '../../format/units.ts';
import type { FilePages } from './file-pages.ts';
import type { FileWindow } from './file-window.ts';
import type { LineIndex } from './line-index.ts';
import type { StringIndex } from './snapshot-columns.ts';
import { SnapshotError } from './snapshot-error.ts';

const [quote, backslash] = [0x22, 0x5c];
const likelyLength: Bytes = 256;
const step: Bytes = 1 << 20;

/** The strings of a capture of which few are asked for: found by line, and kept once they were read. */
export class SparseStrings {
  private readonly window: FileWindow;
  private readonly pages: FilePages;
  private readonly lines: LineIndex;
  private readonly firstLine: number;
  private readonly start: Bytes;
  private readonly known = new Map<StringIndex, string>();

  /** The strings come last, behind sections that are small; undefined if they do not come. */
  static behind(
    offset: Bytes,
    window: FileWindow,
    pages: FilePages,
    lines: LineIndex,
  ): SparseStrings | undefined {
    const key = Buffer.from('"strings":[');
    for (let from = offset; from < window.size; from += step) {
      const at = window.bytesAt(from, step + key.length).indexOf(key);
      if (at !== -1) return new SparseStrings(from + at + key.length, window, pages, lines);
    }
    return undefined;
  }

  constructor(start: Bytes, window: FileWindow, pages: FilePages, lines: LineIndex) {
    this.window = window;
    this.pages = pages;
    this.lines = lines;
    this.start = start;
    this.firstLine = lines.lineAt(start);
  }

  get(index: StringIndex): string {
    let text = this.known.get(index);
    if (text === undefined) {
      text = this.read(index === 0 ? this.start : this.lines.startOf(this.firstLine + index));
      this.known.set(index, text);
    }
    return text;
  }

  private read(start: Bytes): string {
    for (let length = likelyLength; ; length *= 8) {
      const bytes = this.pages.read(start, Math.min(start + length, this.window.size));
      const plain = plainText(bytes);
      if (plain !== undefined) return plain;
      const text = /^"(?:[^"\\]|\\.)*"/s.exec(bytes.toString('utf8'));
      if (text !== null) return JSON.parse(text[0]) as string;
      if (bytes.length < length) {
        throw new SnapshotError(this.window.file, start, 'the file ends before the end of a string');
      }
    }
  }
}

/** A string in which nothing is escaped, as most are; undefined for others, and if it does not end in these bytes. */
function plainText(bytes: Buffer): string | undefined {
  if (bytes[0] !== quote) return undefined;
  const end = bytes.indexOf(quote, 1);
  if (end === -1) return undefined;
  const inside = bytes.subarray(1, end);
  return inside.includes(backslash) ? undefined : inside.toString('utf8');
}
