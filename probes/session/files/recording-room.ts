import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ProbeError, systemErrorCode } from '../../probe-error.ts';
import { userName } from '../../target/user-name.ts';

/**
 * Makes the folder of a recording, for its owner alone, with one folder in it. A folder that is there already has to
 * be empty and ours: another owner could put links in place of our files and make us write where they point.
 * @throws ProbeError `folder-exists` if something is in it, `folder-not-writable`
 */
export async function makeRecordingRoom(folder: string, inner: string): Promise<void> {
  try {
    await mkdir(path.dirname(path.resolve(folder)), { recursive: true });
    await mkdir(folder, { mode: 0o700 }).catch(ignoreExisting);
    await takeFolder(folder);
    await mkdir(path.join(folder, inner), { mode: 0o700 });
    await keepOutOfGit(folder);
  } catch (error) {
    if (error instanceof ProbeError) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw new ProbeError(
      'folder-not-writable',
      `cannot create the recording's folder ${folder}: ${words}`,
      'choose another folder with --out',
      { cause: error },
    );
  }
}

/** Snapshots are large and hold secrets: `git add .` must not take them. No recording fails for want of this file. */
export async function keepOutOfGit(folder: string): Promise<void> {
  await writeFile(path.join(folder, '.gitignore'), '*\n', { flag: 'wx', mode: 0o600 }).catch(() => {});
}

/** Closes the folder to everybody else before it is looked into: what is empty then stays empty. */
async function takeFolder(folder: string): Promise<void> {
  await refuseLinkOfAnother(folder);
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await refuseFolderOfAnother(folder, handle);
    await handle.chmod(0o700);
  } finally {
    await handle.close();
  }
  if ((await readdir(folder)).length > 0) {
    throw new ProbeError(
      'folder-exists',
      `${folder} exists and is not empty`,
      'choose another folder with --out',
    );
  }
}

async function refuseLinkOfAnother(folder: string): Promise<void> {
  const link = await lstat(folder);
  if (link.isSymbolicLink() && isOfAnother(link.uid))
    throw ofAnother(folder, 'is a symbolic link owned by', link.uid);
}

async function refuseFolderOfAnother(folder: string, handle: FileHandle): Promise<void> {
  const { uid } = await handle.stat();
  if (isOfAnother(uid)) throw ofAnother(folder, 'belongs to', uid);
}

/** Also for root: it may write anywhere, and that is what the owner of such a folder could make use of. */
function isOfAnother(uid: number): boolean {
  return process.geteuid !== undefined && uid !== process.geteuid();
}

function ofAnother(folder: string, how: string, uid: number): ProbeError {
  return new ProbeError(
    'folder-not-writable',
    `${folder} ${how} user ${userName(uid)}, who could change the recording while it is written`,
    'choose a new folder with --out: heaptrail creates it for you alone',
  );
}

function ignoreExisting(error: unknown): void {
  if (systemErrorCode(error) !== 'EEXIST') throw error;
}
