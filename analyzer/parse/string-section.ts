import type { Bytes } from '../../format/units.ts';
import type { FileWindow } from './file-window.ts';

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const newline = 0x0a;
const bracket = 0x5d;

/** A string of which less than this is in the window is looked at again when more is read. */
const carriedOver: Bytes = 1 << 15;

/** Where the strings of a snapshot are: nothing is decoded. */
export interface StringRanges {
  readonly count: number;
  /** Offset in the file of each string's first byte behind its quote. Float64: files exceed 4 GiB. */
  readonly start: Float64Array;
  /** `markOf` each string's raw bytes, so that a search looks at one string in 65,535. */
  readonly mark: Uint16Array;
  /** Which strings may be names of pairs in a WeakMap: those that begin like one, and some that were not looked at. */
  readonly pairNames: readonly number[];
  /** Offset of the bracket that ends the section. */
  readonly end: Bytes;
}

/** The mark of a string too long to be held in the window at once: it may be any string. */
export const anyMark = 0;

/** Hashes length and a few bytes. Not all of them: this runs for every string of the snapshot. */
export function markOf(bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  let hash = Math.imul(length + 1, 0x9e3779b1);
  const step = (length >> 3) + 1;
  for (let at = from; at < to; at += step) hash = Math.imul(hash ^ bytes[at], 0x01000193);
  if (length > 0) hash = Math.imul(hash ^ bytes[to - 1], 0x01000193);
  const mark = (hash ^ (hash >>> 16)) & 0xffff;
  return mark === anyMark ? 1 : mark;
}

/** Scans the `strings` array the window stands before. */
export function scanStrings(window: FileWindow): StringRanges {
  const found = new GrowingRanges();
  window.expect('[');
  let byte = window.peek();
  while (byte !== bracket) {
    if (scanBatch(window, found)) continue;
    window.expect('"');
    const start = window.offset;
    found.push(start, scanString(window));
    byte = readSeparator(window);
  }
  const end = window.offset;
  window.at++;
  return found.finish(end);
}

/** Takes the strings that lie whole in the window as V8 writes them, but not the last one of the section. */
function scanBatch(window: FileWindow, found: GrowingRanges): boolean {
  const { kernels } = window;
  const count = kernels.stringRanges(window.at, window.end, window.offset - window.at);
  if (count === 0) return window.end - window.at < carriedOver && window.fill();
  found.append(kernels.starts.subarray(0, count), kernels.marks.subarray(0, count), kernels.pairNames);
  window.at = kernels.stringPosition;
  return true;
}

/** Moves behind the comma if there is one. Returns the bracket that ends the section, or something else. */
function readSeparator(window: FileWindow): number {
  const { bytes } = window;
  // What V8 writes between two strings, without a call for each of its bytes.
  if (bytes[window.at] === comma && bytes[window.at + 1] === newline && window.at + 2 < window.end) {
    window.at += 2;
    return comma;
  }
  const byte = window.peek();
  if (byte !== comma && byte !== bracket) throw window.unexpected(byte, 'a comma or the end of strings');
  if (byte === comma) window.at++;
  return byte;
}

/** Moves from a string's first byte behind its closing quote; returns the mark. */
function scanString(window: FileWindow): number {
  const { bytes } = window;
  let whole = true;
  let at = window.at;
  for (;;) {
    let byte = bytes[at];
    while (byte !== quote && byte !== backslash && byte !== 0) byte = bytes[++at];
    if (byte === quote) {
      const mark = whole ? markOf(bytes, window.at, at) : anyMark;
      window.at = at + 1;
      return mark;
    }
    if (byte === backslash && at + 1 < window.end) {
      at += 2;
    } else if (byte === 0 && at < window.end) {
      at++;
    } else {
      const scanned = at - window.at;
      if (window.fill()) at = window.at + scanned;
      else {
        // The string is longer than the window, or the file ends: release what was scanned and check.
        whole = false;
        window.at += scanned;
        if (!window.fill()) throw window.unexpected(-1, 'the end of a string');
        at = window.at;
      }
    }
  }
}

/** Room that is not used costs no memory, but what is copied does until it is collected. */
const growth = 8;

class GrowingRanges {
  private count = 0;
  private start = new Float64Array(1 << 12);
  private mark = new Uint16Array(1 << 12);
  private readonly pairNames: number[] = [];

  push(start: Bytes, mark: number): void {
    if (this.count === this.start.length) this.resize(this.count * growth);
    this.pairNames.push(this.count);
    this.start[this.count] = start;
    this.mark[this.count++] = mark;
  }

  append(starts: Float64Array, marks: Uint16Array, pairNames: Uint32Array): void {
    for (const name of pairNames) this.pairNames.push(this.count + name);
    const count = this.count + starts.length;
    if (count > this.start.length) this.resize(Math.max(count, this.start.length * growth));
    this.start.set(starts, this.count);
    this.mark.set(marks, this.count);
    this.count = count;
  }

  finish(end: Bytes): StringRanges {
    const { count } = this;
    const [start, mark] = [this.start.subarray(0, count), this.mark.subarray(0, count)];
    return { count, start, mark, pairNames: this.pairNames, end };
  }

  private resize(length: number): void {
    const { start, mark } = this;
    this.start = new Float64Array(length);
    this.mark = new Uint16Array(length);
    this.start.set(start);
    this.mark.set(mark);
  }
}
