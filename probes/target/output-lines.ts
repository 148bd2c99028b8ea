import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** What a started program prints, on stdout and on stderr, line by line as it comes. */
export class OutputLines {
  readonly #onLine: (line: string) => void;
  readonly #ends: Promise<unknown>[] = [];
  /** Whether the program may read what is typed. It may not if our own stdin carries messages. */
  readonly input: 'inherit' | 'ignore';

  constructor(
    onLine: (line: string) => void,
    { input = 'inherit' }: { readonly input?: 'inherit' | 'ignore' } = {},
  ) {
    this.#onLine = onLine;
    this.input = input;
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
