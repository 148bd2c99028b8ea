import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';

/**
 * Writes a whole file or none, readable by its owner only: reports name what an application holds. What is there
 * already and no file, such as /dev/stderr or a named pipe, is written to and not replaced.
 */
export function writeAtomically(file: string, content: string | Uint8Array): void {
  if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) {
    writeFileSync(file, content);
    return;
  }
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(unfinished, content, { mode: 0o600 });
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
