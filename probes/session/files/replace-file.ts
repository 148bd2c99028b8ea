import { open, rename, rm } from 'node:fs/promises';
import { writeError } from '../../write-error.ts';

/**
 * Written beside its place and moved there, so that a reader sees the old one or the new one. For the owner alone. The
 * file beside it is always made anew: a link that another user put there is not followed.
 * @throws ProbeError `disk-full`, `folder-not-writable`; the old one then stands
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const part = path + '.part';
  try {
    await rm(part, { force: true });
    const file = await open(part, 'wx', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    // On a full disk, what could be written of it is needed elsewhere.
    await rm(part, { force: true }).catch(() => {});
    throw writeError(path, error);
  }
}
