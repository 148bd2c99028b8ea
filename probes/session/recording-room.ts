import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { ProbeError, systemErrorCode } from '../probe-error.ts';

/**
 * Makes the folder of a recording, for its owner alone, with one folder in it.
 * @throws ProbeError `folder-exists` where something is in it, `folder-not-writable`
 */
export async function makeRecordingRoom(folder: string, inner: string): Promise<void> {
  try {
    await mkdir(path.dirname(path.resolve(folder)), { recursive: true });
    await mkdir(folder, { mode: 0o700 }).catch(ignoreExisting);
    if ((await readdir(folder)).length > 0) {
      throw new ProbeError(
        'folder-exists',
        `${folder} exists and is not empty`,
        'name another folder with --out',
      );
    }
    await mkdir(path.join(folder, inner), { mode: 0o700 });
  } catch (error) {
    if (error instanceof ProbeError) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw new ProbeError(
      'folder-not-writable',
      `cannot make the recording's folder ${folder}: ${words}`,
      'name another folder with --out',
      { cause: error },
    );
  }
}

function ignoreExisting(error: unknown): void {
  if (systemErrorCode(error) !== 'EEXIST') throw error;
}
