import { createHash, randomBytes } from 'node:crypto';

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Longer texts of letters do not come out the same by chance. */
const shortLength = 8;
/** After so many tries there are no words of a few letters left, and others are taken: there are more of them. */
const mostTries = 64;
const firstIdeograph = 0x4e00;
const ideographs = 20_000;

/** Texts in place of others: of the same length, equal for equal ones, different for different ones, all letters. */
export class Pseudonyms {
  /** No text of more raw bytes in JSON needs to be reserved: six of them may stand for one character. */
  readonly reservable = 6 * shortLength + 8;
  private readonly key: Uint8Array;
  /** Short texts that are given away, and what they stand for. */
  private readonly taken = new Map<string, string>();

  constructor(key: Uint8Array = randomBytes(32)) {
    this.key = key;
  }

  /** Keeps a text from being given to another one. */
  reserve(text: string): void {
    if (text.length <= shortLength) this.taken.set(text, '');
  }

  of(text: string): string {
    if (text.length > shortLength) return this.candidate(text, 0);
    if (text === '') return text;
    for (let turn = 0; ; turn++) {
      const candidate = this.candidate(text, turn);
      const owner = this.taken.get(candidate);
      if (owner === undefined) this.taken.set(candidate, text);
      if (owner === undefined || owner === text) return candidate;
    }
  }

  private candidate(text: string, turn: number): string {
    const { length } = text;
    const hash = createHash('shake256', { outputLength: 2 * length })
      .update(this.key)
      .update(`${turn} `)
      .update(text, 'utf16le')
      .digest();
    let candidate = '';
    for (let at = 0; at < length; at++) {
      const value = hash.readUInt16LE(2 * at);
      candidate +=
        turn < mostTries
          ? letters[value % letters.length]
          : String.fromCharCode(firstIdeograph + (value % ideographs));
    }
    return candidate;
  }
}
