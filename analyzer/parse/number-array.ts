import type { FileWindow } from './file-window.ts';
import { readAhead } from './parse-kernels.ts';

const comma = 0x2c;
const closing = 0x5d;
const minus = 0x2d;

/**
 * A JSON array of integers, read number by number with whatever white space JSON allows. This is the
 * careful way: what V8 writes goes through the kernels, which leave everything else, and the errors, to this one.
 */
export class NumberArray {
  private readonly window: FileWindow;
  private readonly what: string;
  private ended: boolean;

  /** The window stands before the opening bracket, or before a number `within`. `what` names the array in errors. */
  constructor(window: FileWindow, what: string, where: 'before' | 'within' = 'before') {
    this.window = window;
    this.what = what;
    this.ended = false;
    if (where === 'within') return;
    window.expect('[');
    this.ended = window.peek() === closing;
    if (this.ended) window.at++;
  }

  /** The next number, moving behind the comma or bracket that follows it; undefined if the array has ended. */
  next(read = readNumber): number | undefined {
    if (this.ended) return undefined;
    const number = read(this.window, this.what);
    this.readSeparator();
    return number;
  }

  /** The next `count` numbers; undefined if there are fewer. `read` says which are allowed. */
  take(count: number, read = readNumber): number[] | undefined {
    const numbers: number[] = [];
    while (numbers.length < count) {
      const number = this.next(read);
      if (number === undefined) return undefined;
      numbers.push(number);
    }
    return numbers;
  }

  /** Reads on in one go what fits the kernels, into `batch[from..]`; returns how many numbers those were. */
  readPlain(batch: Uint32Array, from: number): number {
    const { window } = this;
    const { kernels } = window;
    if (this.ended || (window.end - window.at <= readAhead && !window.fill())) return 0;
    const count = kernels.plainNumbers(window.at, window.end, batch.length - from);
    batch.set(kernels.numbers[0].subarray(0, count), from);
    window.at = kernels.position;
    return count;
  }

  /** The array has to end here: a header that counts fewer numbers than there are is wrong about all of them. */
  end(): void {
    if (!this.ended) throw this.window.error(`${this.what} holds more numbers than the header counts`);
  }

  private readSeparator(): void {
    const { window } = this;
    const byte = window.peek();
    if (byte !== comma && byte !== closing)
      throw window.unexpected(byte, `a comma or the end of ${this.what}`);
    window.at++;
    this.ended = byte === closing;
  }
}

/** Moves past a non-negative integer; `what` names the array in errors. */
export function readNumber(window: FileWindow, what: string): number {
  let byte = window.peek();
  if (byte < 48 || byte > 57) throw window.unexpected(byte, `a number of ${what}`);
  let number = 0;
  while (byte >= 48 && byte <= 57) {
    number = number * 10 + (byte - 48);
    if (number > Number.MAX_SAFE_INTEGER) throw window.error(`${what} holds a number that is too large`);
    window.at++;
    byte = window.at < window.end || window.fill() ? window.bytes[window.at] : -1;
  }
  return number;
}

/** Moves past an integer that may have a sign. */
export function readSignedNumber(window: FileWindow, what: string): number {
  if (window.peek() !== minus) return readNumber(window, what);
  window.at++;
  return -readNumber(window, what);
}
