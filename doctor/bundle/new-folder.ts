import { readdirSync } from 'node:fs';
import { UserError } from '../../format/user-error.ts';

/**
 * Before anything is recorded: a folder that cannot be used must not cost a recording.
 * @throws UserError `folder-exists`
 */
export function requireNewFolder(folder: string): void {
  let entries: readonly string[];
  try {
    entries = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    entries = [folder];
  }
  if (entries.length === 0) return;
  throw new UserError(
    'folder-exists',
    `${folder} already exists and is not an empty folder`,
    'choose another folder for the bundle',
  );
}
