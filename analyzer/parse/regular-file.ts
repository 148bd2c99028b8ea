import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** A pipe, a socket, a device or a folder where a file should be. It has the `code` that errors of files have. */
class NotAFile extends Error {
  readonly code = 'not a regular file';
}

/**
 * Opens a file for reading, and nothing else: a pipe without a writer would be waited for without end, and a device
 * has no end.
 * @throws an error with a `code`
 */
export function openRegularFile(file: string): number {
  // Windows has no such flag, and no such pipes in its folders.
  const descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stat = fstatSync(descriptor);
    if (!stat.isFile() && !stat.isDirectory()) throw new NotAFile(`${file} is not a regular file`);
    return descriptor;
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
}

/** The text of a file. @throws as `openRegularFile` does */
export function readRegularFile(file: string): string {
  const descriptor = openRegularFile(file);
  try {
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}
