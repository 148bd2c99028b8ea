import type { Bytes } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';

/**
 * What is wrong with a snapshot file, where, and what the reader can do about it. The only error parsing gives. It is
 * one word for every command: the file was named by a person and is no usable snapshot.
 */
export class SnapshotError extends UserError {
  override readonly name = 'SnapshotError';
  readonly file: string;
  /** The byte at which the file stops being a snapshot. */
  readonly offset: Bytes;
  readonly reason: string;

  constructor(file: string, offset: Bytes, reason: string, nextStep: string = takeItAgain) {
    super('not-a-snapshot', `${file}: ${reason} (at byte ${offset})`, nextStep);
    this.file = file;
    this.offset = offset;
    this.reason = reason;
  }
}

export const takeItAgain = 'the file is torn or was changed after it was written: take the snapshot again';
export const nameASnapshot = 'name a heap snapshot that Node or Bun wrote';
