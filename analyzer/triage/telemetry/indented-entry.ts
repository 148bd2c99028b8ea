import type { EpochMillis } from '../../../format/units.ts';

const field = /^\s{2,12}"?[A-Za-z_][\w.]{0,60}"?: {0,4}["'\d]/;
/** No logger prints more fields than these below one line. */
const mostFields = 64;

export function isIndented(line: string): boolean {
  return line.startsWith('  ') || line.startsWith('\t');
}

/** The fields that a logger prints for people below the line of an entry, one a line and indented: pino-pretty. */
export class IndentedEntry {
  #head = '';
  #fields: string[] = [];

  /** When the entry was written. */
  at: EpochMillis | undefined;

  /** The line of an entry, below which its fields may stand. */
  begin(head: string, at: EpochMillis | undefined): void {
    this.#head = head;
    this.at = at;
  }

  /** False if the line is no field of the entry. */
  goesOn(line: string): boolean {
    if (this.at === undefined || this.#fields.length >= mostFields || !field.test(line)) return false;
    if (/[{[]\s*$/.test(line)) return false;
    this.#fields.push(line.trim());
    return true;
  }

  /** The entry in one line, once its fields are read; empty if it has none. */
  take(): string {
    if (this.#fields.length === 0) return '';
    const text = `${this.#head.slice(0, 512)} ${this.#fields.join(' ')}`;
    this.#fields = [];
    return text;
  }
}
