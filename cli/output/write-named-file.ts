import { appendFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { UserError } from '../../format/user-error.ts';
import { writeAtomically } from './atomic-file.ts';

/**
 * Writes a file that the reader named, into folders that are made if they are missing.
 * @throws UserError `file-not-writable`
 */
export function writeNamedFile(
  file: string,
  text: string,
  { append = false, mode }: { readonly append?: boolean; readonly mode?: number } = {},
): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    if (append) appendFileSync(file, text);
    else writeAtomically(file, text, mode);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined) throw cause;
    throw new UserError('file-not-writable', `${file} cannot be written (${code})`, 'name another file', {
      cause,
    });
  }
}
