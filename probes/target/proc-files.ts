import { closeSync, openSync, readdirSync, readFileSync, readlinkSync, readSync } from 'node:fs';

/**
 * Reads of /proc that may fail at any time, because processes end while we look. Synchronous on
 * purpose: the kernel makes these texts on demand without touching a disk, and a read in one go
 * is a consistent one.
 */

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

/** Less than a row of a table: with each read the kernel makes one, and looks for no others. */
const rowRead = 128;

/** The heading and the first rows of a table, up to a limit, or undefined if it cannot be read. */
export function readProcRows(path: string, isWanted: (row: string) => boolean): string | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const bytes = Buffer.alloc(rowRead);
    let text = '';
    let row = 0;
    for (let count = 1; count > 0; ) {
      count = readSync(descriptor, bytes, 0, rowRead, null);
      text += bytes.toString('latin1', 0, count);
      for (let end = text.indexOf('\n', row); end >= 0; end = text.indexOf('\n', row)) {
        if (row > 0 && !isWanted(text.slice(row, end))) return text.slice(0, row);
        row = end + 1;
      }
    }
    return text;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
