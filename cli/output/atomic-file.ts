import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/**
 * Writes a whole file or none; what is there already and no file, such as a device or a named pipe, is written to and
 * not replaced.
 * @param mode by default readable by its owner only: reports name what an application holds
 */
export function writeAtomically(file: string, content: string | Uint8Array, mode = 0o600): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) {
    writeFileSync(file, content);
    return;
  }
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    rmSync(unfinished, { force: true });
    // Made anew: a link that another user put there is not followed.
    writeFileSync(unfinished, content, { mode, flag: 'wx' });
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
