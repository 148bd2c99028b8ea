import { renameSync, rmSync, writeFileSync } from 'node:fs';

/** Writes a whole file or none, readable by its owner only: reports name what an application holds. */
export function writeAtomically(file: string, text: string): void {
  const unfinished = `${file}.${process.pid}.tmp`;
  try {
    writeFileSync(unfinished, text, { mode: 0o600 });
    renameSync(unfinished, file);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}
