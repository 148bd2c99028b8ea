import { SnapshotParser } from './snapshot-parser.ts';

const quote = 0x22;
const backslash = 0x5c;
const letterU = 0x75;

/**
 * The reply to `Heap.snapshot`: `{"result":{"timestamp":T,"snapshotData":"…"},"id":N}`, where the snapshot is a JSON
 * text inside a JSON string. Takes the string's escapes away and hands the text to its parser, in pieces of any
 * size; what surrounds the string is kept.
 */
export class SnapshotMessage {
  readonly parser = new SnapshotParser();
  readonly #before: string;
  #after = '';
  #isPast = false;
  #escaped = false;

  private constructor(before: string) {
    this.#before = before;
  }

  /** @param bytes the beginning of a message, @returns undefined if it is another one */
  static open(bytes: Buffer): SnapshotMessage | undefined {
    const found = /"snapshotData"\s*:\s*"/.exec(bytes.toString('latin1', 0, 256));
    if (found === null) return undefined;
    const start = found.index + found[0].length;
    const message = new SnapshotMessage(bytes.toString('latin1', 0, start));
    message.feed(bytes.subarray(start));
    return message;
  }

  feed(piece: Buffer): void {
    if (this.#isPast) {
      this.#after += piece.toString('latin1');
      return;
    }
    // Escapes only make it longer.
    const plain = Buffer.allocUnsafe(piece.length + 1);
    let length = 0;
    let at = 0;
    for (; at < piece.length; at += 1) {
      const byte = piece[at]!;
      if (this.#escaped) {
        this.#escaped = false;
        // `\u003c` means the same in the inner text, where it can only stand within a string.
        if (byte === letterU) plain[length++] = backslash;
        plain[length++] = byte;
      } else if (byte === backslash) {
        this.#escaped = true;
      } else if (byte === quote) {
        this.#isPast = true;
        break;
      } else {
        plain[length++] = byte;
      }
    }
    this.parser.feed(plain.subarray(0, length));
    if (this.#isPast) this.#after = piece.toString('latin1', at);
  }

  /** The message is over. @returns it without the snapshot */
  close(): string {
    return this.#before + this.#after;
  }
}
