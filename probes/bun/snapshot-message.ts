import type { SnapshotParser } from './snapshot-parser.ts';

const quote = 0x22;
const backslash = 0x5c;
const letterU = 0x75;

/**
 * The reply to `Heap.snapshot`: `{"result":{"timestamp":T,"snapshotData":"…"},"id":N}`, where the snapshot is a JSON
 * text inside of a JSON string. Takes the string's escapes away and hands the text to its parser, in pieces of any
 * size; what surrounds the string is kept.
 */
export class SnapshotMessage {
  readonly #parser: SnapshotParser;
  #before = '';
  #after = '';
  #state: 'closed' | 'open' | 'past' = 'closed';
  #escaped = false;

  constructor(parser: SnapshotParser) {
    this.#parser = parser;
  }

  /** Whether this message is the reply: then all its pieces go here. */
  get isOpen(): boolean {
    return this.#state !== 'closed';
  }

  /** @param bytes the beginning of a message, @returns whether it is the reply */
  open(bytes: Buffer): boolean {
    const found = /"snapshotData"\s*:\s*"/.exec(bytes.toString('latin1', 0, 256));
    if (found === null) return false;
    const start = found.index + found[0].length;
    this.#before = bytes.toString('latin1', 0, start);
    this.#state = 'open';
    this.feed(bytes.subarray(start));
    return true;
  }

  feed(piece: Buffer): void {
    if (this.#state === 'past') {
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
        this.#state = 'past';
        break;
      } else {
        plain[length++] = byte;
      }
    }
    this.#parser.feed(plain.subarray(0, length));
    if (this.#state === 'past') this.#after = piece.toString('latin1', at);
  }

  /** The message is over. @returns it without the snapshot */
  close(): string {
    this.#state = 'closed';
    return this.#before + this.#after;
  }
}
