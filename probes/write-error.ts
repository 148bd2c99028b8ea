import { ProbeError, systemErrorCode } from './probe-error.ts';

const fullCodes: ReadonlySet<string | undefined> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** What it means that a file of a recording cannot be written: `disk-full` or `folder-not-writable`. */
export function writeError(path: string, cause: unknown): ProbeError {
  if (cause instanceof ProbeError) return cause;
  const words = cause instanceof Error ? cause.message : String(cause);
  return fullCodes.has(systemErrorCode(cause))
    ? new ProbeError(
        'disk-full',
        `there is no room to write ${path}: ${words}`,
        'free space, or choose another folder with --out',
        { cause },
      )
    : new ProbeError(
        'folder-not-writable',
        `cannot write ${path}: ${words}`,
        'choose another folder with --out',
        {
          cause,
        },
      );
}
