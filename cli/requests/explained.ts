import { existsSync } from 'node:fs';
import { UserError } from '../../format/user-error.ts';

/** What is explained: a recording and, if it was typed, the suspect. */
export interface Explained {
  readonly paths: readonly string[];
  /** Of the suspect, or its first digits; absent if all are to be listed. */
  readonly fingerprint: string | undefined;
}

/**
 * The last word is a fingerprint, unless it is the only one or names a file.
 * @throws UserError `usage` if a fingerprint is all there is
 */
export function explained(words: readonly string[]): Explained {
  const last = words.at(-1);
  if (words.length === 1 && /^[0-9a-f]{8}$/.test(last ?? '') && !existsSync(last!))
    throw withoutRecording(last!);
  const isPath = last === undefined || words.length === 1 || existsSync(last);
  return isPath ? { paths: words, fingerprint: undefined } : { paths: words.slice(0, -1), fingerprint: last };
}

function withoutRecording(fingerprint: string): UserError {
  return new UserError(
    'usage',
    `explain needs the recording that ${fingerprint} is in`,
    `heaptrail explain RECORDING ${fingerprint}`,
  );
}
