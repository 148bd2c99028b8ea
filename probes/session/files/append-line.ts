import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_WRONLY } = constants;

/**
 * Adds a line to a file of the owner alone, which is made if it is missing. A link is not followed, and nothing but a
 * file of ours that has no other name is written to.
 */
export async function appendLine(path: string, line: string): Promise<void> {
  // Windows has no O_NOFOLLOW.
  const file = await open(path, O_WRONLY | O_APPEND | O_CREAT | (O_NOFOLLOW ?? 0), 0o600);
  try {
    const { nlink, uid } = await file.stat();
    const own = process.geteuid === undefined || uid === process.geteuid();
    if (nlink !== 1 || !own) throw new Error(`${path} is no longer a file of this recording`);
    await file.appendFile(`${line}\n`);
  } finally {
    await file.close();
  }
}
