import type { ThreadDescription, WorkerKind } from '../../format/recording.ts';

/** Threads of a pool run the same code: what leaks in one of them leaks in the others. */
const mostOfOneKind = 8;
/** Each thread takes captures and samples of its own, and every capture stops its thread. */
const mostInAll = 32;
/** Threads that appear while others are recorded have little time left to show anything. */
const mostLate = 4;

interface Tally {
  readonly first: ThreadDescription;
  atStart: number;
  started: number;
  ended: number;
  recorded: number;
}

/** The worker threads of a process by what they run: how many come and go, and which of them are recorded. */
export class WorkerKinds {
  readonly #kinds = new Map<string, Tally>();
  #recorded = 0;
  #late = 0;

  /**
   * Counts a thread that was there, or came `late`.
   * @returns whether it is recorded: all of the usual few are, and a part of many
   */
  admit(thread: ThreadDescription, late: boolean): boolean {
    const tally = this.#tallyOf(thread);
    if (late) tally.started += 1;
    else tally.atStart += 1;
    const isOneTooMany =
      tally.recorded >= mostOfOneKind || this.#recorded >= mostInAll || (late && this.#late >= mostLate);
    if (isOneTooMany) return false;
    tally.recorded += 1;
    this.#recorded += 1;
    if (late) this.#late += 1;
    return true;
  }

  end(thread: ThreadDescription): void {
    this.#tallyOf(thread).ended += 1;
  }

  get counts(): readonly WorkerKind[] {
    return [...this.#kinds.values()].map(({ first: { file, name }, atStart, started, ended }) => ({
      ...(file === undefined ? {} : { file }),
      ...(name === undefined ? {} : { name }),
      atStart,
      started,
      ended,
    }));
  }

  /** How many were left out. */
  get leftOut(): number {
    const all = this.counts.reduce((sum, { atStart, started }) => sum + atStart + started, 0);
    return all - this.#recorded;
  }

  #tallyOf(thread: ThreadDescription): Tally {
    const key = kindOf(thread);
    const known = this.#kinds.get(key);
    if (known !== undefined) return known;
    const tally = { first: thread, atStart: 0, started: 0, ended: 0, recorded: 0 };
    this.#kinds.set(key, tally);
    return tally;
  }
}

/** Threads of one file whose names differ in numbers alone are of one kind. */
function kindOf({ file = '', name = '' }: ThreadDescription): string {
  return `${file}\n${name.replace(/\d+/g, '#')}`;
}
