import type { Bytes } from '../../format/units.ts';

/** What is wrong with a snapshot file, where, and what the reader can do about it. The only error parsing gives. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
  readonly file: string;
  /** The byte at which the file stops being a snapshot. */
  readonly offset: Bytes;
  readonly reason: string;
  readonly nextStep: string;

  constructor(file: string, offset: Bytes, reason: string, nextStep: string = takeItAgain) {
    super(`${file}: ${reason} (at byte ${offset}); ${nextStep}`);
    this.file = file;
    this.offset = offset;
    this.reason = reason;
    this.nextStep = nextStep;
  }
}

export const takeItAgain = 'the file is torn or was changed after it was written: take the snapshot again';
export const nameASnapshot = 'name a heap snapshot as written by Node or Bun';
