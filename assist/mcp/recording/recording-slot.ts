import { UserError } from '../../../format/user-error.ts';

/** What is told to who waits, and how it is ended early. */
export interface SlotTask {
  /** Aborted when the work shall end in order, keeping what there is. */
  readonly signal: AbortSignal;
  readonly tell: (line: string) => void;
}

/** Work that takes its time: a recording and what is said of it. */
export class Running {
  readonly what: string;
  readonly answer: Promise<string>;
  readonly #ending = new AbortController();
  readonly #listeners = new Set<(line: string) => void>();
  #latest = 'begins';

  constructor(what: string, work: (task: SlotTask) => Promise<string>) {
    this.what = what;
    const tell = (line: string) => {
      this.#latest = line;
      for (const listener of this.#listeners) listener(line);
    };
    this.answer = work({ signal: this.#ending.signal, tell });
    // Who asks for the answer is told of a failure; until then it is nobody's.
    this.answer.catch(() => {});
  }

  get latest(): string {
    return this.#latest;
  }

  /** @returns what ends the telling */
  follow(listener: (line: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  end(): void {
    this.#ending.abort();
  }
}

/** One recording at a time: a second one would pause the machine twice and spoil both. */
export class RecordingSlot {
  #running: Running | undefined;
  #unheard: Running | undefined;

  /** @throws UserError `already-recording` */
  begin(what: string, work: (task: SlotTask) => Promise<string>): Running {
    if (this.#running !== undefined) throw busy(this.#running);
    const running = new Running(what, work);
    this.#running = running;
    this.#unheard = running;
    const over = () => {
      if (this.#running === running) this.#running = undefined;
    };
    running.answer.then(over, over);
    return running;
  }

  /** What is under way, or has ended while nobody waited for its answer. */
  get unheard(): Running | undefined {
    return this.#unheard;
  }

  heard(running: Running): void {
    if (this.#unheard === running) this.#unheard = undefined;
  }

  /** Ends what is under way, and waits for it. */
  async close(): Promise<void> {
    const running = this.#running;
    running?.end();
    await running?.answer.catch(() => {});
  }
}

function busy({ what, latest }: Running): UserError {
  return new UserError(
    'already-recording',
    `${what} is under way (${latest}), and there is one recording at a time`,
    'call verdict to wait for its answer, or verdict with stop: true to end it now',
  );
}
