import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** What a started program prints, on stdout and on stderr, line by line as it comes. */
export class OutputLines {
  readonly #onLine: (line: string) => void;
  readonly #ends: Promise<unknown>[] = [];

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  follow(stream: Readable): void {
    const lines = createInterface({ input: stream }).on('line', this.#onLine);
    this.#ends.push(once(lines, 'close'));
  }

  /** Resolves once nothing more can come. */
  async ended(): Promise<void> {
    await Promise.all(this.#ends);
  }
}
