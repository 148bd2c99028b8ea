import type { ErrorCode } from './error-codes.ts';

/**
 * An error that is meant for the person at the keyboard: it states the fact (`message`) and what to
 * do about it (`next`). Everything else that is thrown is a fault of this program and is shown as one.
 */
export class UserError extends Error {
  override readonly name: string = 'UserError';
  /** Stable and short, for programs: `not-a-recording`, `no-such-process`. */
  readonly code: ErrorCode;
  /** What to do next, in words: lower case, no full stop. */
  readonly next: string;

  constructor(code: ErrorCode, message: string, next: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.next = next;
  }
}
