import { UserError } from '../format/user-error.ts';

/** Why a probe could not do what it was asked; stable, for programs. */
export type ProbeErrorCode =
  | 'no-inspector'
  | 'no-such-process'
  | 'no-such-target'
  | 'several-targets'
  | 'host-refused'
  | 'untrusted-certificate'
  | 'not-permitted'
  | 'own-process'
  | 'processes-not-listed'
  | 'other-process'
  | 'thread-of-process'
  | 'not-alive'
  | 'stopped'
  | 'not-javascript'
  | 'not-node'
  | 'bun-not-prepared'
  | 'bun-crashes'
  | 'other-network'
  | 'inspector-disabled'
  | 'signal-not-caught'
  | 'inspector-not-opened'
  | 'inspector-unlisted'
  | 'inspector-port-taken'
  | 'target-gone'
  | 'connection-closed'
  | 'target-silent'
  | 'protocol-failed'
  | 'capture-refused'
  | 'capture-torn'
  | 'needs-linux'
  | 'no-pulses'
  | 'no-visits'
  | 'no-snapshot-signal'
  | 'snapshot-not-written'
  | 'sampling-taken'
  | 'disk-full'
  | 'folder-exists'
  | 'folder-not-writable'
  | 'program-not-started'
  | 'recording-over'
  | 'bad-plan';

/** A fact about the target or this machine that stops a probe, with the next step for its reader. */
export class ProbeError extends UserError {
  override readonly name = 'ProbeError';
  declare readonly code: ProbeErrorCode;

  constructor(code: ProbeErrorCode, message: string, next: string, options?: ErrorOptions) {
    super(code, message, next, options);
  }
}

/** What a failed system call says: `ENOENT`, `EACCES`, or undefined if it was no system call. */
export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
