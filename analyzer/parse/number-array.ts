import type { FileWindow } from './file-window.ts';

/** Stands in the target for a number that does not fit; the number itself is in `large`. */
export const tooLarge = 0xffffffff;

/** Numbers of up to nine digits are added up in 32 bits; anything longer takes the careful way. */
const safeDigits = 9;
/** The fast loop stops this far from the window's end, so that it never has to ask whether a byte is there. */
const margin = 32;

const comma = 0x2c;
const newline = 0x0a;
const closing = 0x5d;

/**
 * A JSON array of non-negative integers, read in batches into a reused target.
 * What V8 writes (digits, commas, a newline before some commas) goes through one tight loop over digits; white space
 * elsewhere, numbers beyond 32 bits and the edges of the window go through a careful one that also finds the errors.
 */
export class NumberArray {
  /** Numbers of the last batch that are 2^32 - 1 or more, by their place in it. */
  readonly large: Map<number, number> = new Map();
  private readonly window: FileWindow;
  private readonly what: string;
  private ended: boolean;

  /** The window stands before the opening bracket. `what` names the array in errors. */
  constructor(window: FileWindow, what: string) {
    this.window = window;
    this.what = what;
    window.expect('[');
    this.ended = window.peek() === closing;
    if (this.ended) window.at++;
  }

  /** Fills the target from its start; returns how many numbers there were, fewer than its length only at the array's end. */
  read(target: Uint32Array, wanted: number = target.length): number {
    this.large.clear();
    let count = 0;
    while (count < wanted && !this.ended) {
      count = this.readFast(target, count, wanted);
      if (count < wanted && !this.ended) this.readCarefully(target, count++);
    }
    return count;
  }

  /** The array has to end here: a header that counts fewer numbers than there are is wrong about all of them. */
  end(): void {
    if (!this.ended) throw this.window.error(`${this.what} holds more numbers than the header counts`);
  }

  private readFast(target: Uint32Array, from: number, wanted: number): number {
    const bytes = this.window.bytes;
    const safe = this.window.end - margin;
    let count = from;
    let at = this.window.at;
    while (count < wanted && at < safe) {
      const start = at;
      let digit = (bytes[at] - 48) >>> 0;
      if (digit > 9) break;
      let number = digit;
      digit = (bytes[++at] - 48) >>> 0;
      while (digit <= 9) {
        number = (Math.imul(number, 10) + digit) | 0;
        digit = (bytes[++at] - 48) >>> 0;
      }
      const separator = bytes[at];
      if (separator === comma) at++;
      else if (separator === newline && bytes[at + 1] === comma) at += 2;
      else {
        at = start;
        break;
      }
      if (at - start > safeDigits + 1) {
        at = start;
        break;
      }
      target[count++] = number;
    }
    this.window.at = at;
    return count;
  }

  private readCarefully(target: Uint32Array, index: number): void {
    const number = this.readNumber();
    if (number < tooLarge) target[index] = number;
    else {
      target[index] = tooLarge;
      this.large.set(index, number);
    }
    this.readSeparator();
  }

  private readNumber(): number {
    const { window } = this;
    let byte = window.peek();
    if (byte < 48 || byte > 57) throw window.unexpected(byte, `a number of ${this.what}`);
    let number = 0;
    while (byte >= 48 && byte <= 57) {
      number = number * 10 + (byte - 48);
      if (number > Number.MAX_SAFE_INTEGER)
        throw window.error(`${this.what} holds a number that is too large`);
      window.at++;
      byte = window.at < window.end || window.fill() ? window.bytes[window.at] : -1;
    }
    return number;
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
