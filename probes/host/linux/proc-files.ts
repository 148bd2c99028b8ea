import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/**
 * Reads of /proc that may fail at any time, because processes end while we look. Synchronous on
 * purpose: the kernel makes these texts on demand without touching a disk, and a read in one go
 * is a consistent one.
 */

/** Where it is mounted. */
export const procFolder = '/proc';

/** The text of a file, or undefined if the process is gone or not ours to read. */
export function readProcText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

export function readProcLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

export function readProcFolder(path: string): readonly string[] | undefined {
  try {
    return readdirSync(path);
  } catch {
    return undefined;
  }
}
