import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import {
  access,
  copyFile,
  link,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  rm,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../format/user-error.ts';
import { changedOnTheWay, hashInKey, hashOfFile } from './content-hash.ts';
import { requireKey, type Store } from './store.ts';

/** Of this user alone: reports name what a program holds. */
const folderMode = 0o700;
const fileMode = 0o600;
/** What is being written; nobody lists it. */
const unfinished = '.unfinished-';

/** A folder as a store: on one machine, or on a disk that several share. */
export class FolderStore implements Store {
  readonly place: string;

  constructor(place: string) {
    this.place = place;
  }

  async list(prefix: string): Promise<readonly string[]> {
    const folder = path.join(this.place, requireKey(prefix.replace(/\/$/, '')));
    const entries = await absentAsEmpty(readdir(folder, { recursive: true, withFileTypes: true }));
    return entries
      .filter((entry) => entry.isFile() && !entry.name.startsWith(unfinished))
      .map((entry) => this.#keyOf(path.join(entry.parentPath, entry.name)))
      .toSorted();
  }

  async get(key: string): Promise<Buffer | undefined> {
    try {
      return await readFile(this.#fileOf(key));
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw this.#fault(error, 'read');
    }
  }

  async put(key: string, content: Uint8Array | string): Promise<void> {
    const file = this.#fileOf(key);
    await this.#written(file, writing(content), (whole) => rename(whole, file));
  }

  async putNew(key: string, content: Uint8Array | string): Promise<boolean> {
    const file = this.#fileOf(key);
    try {
      // A link, unlike a rename, takes nobody's place.
      await this.#written(file, writing(content), (whole) => link(whole, file));
      return true;
    } catch (error) {
      if ((error as { cause?: NodeJS.ErrnoException }).cause?.code === 'EEXIST') return false;
      throw error;
    }
  }

  async putFile(key: string, from: string): Promise<void> {
    const file = this.#fileOf(key);
    if (await exists(file)) return;
    await this.#written(
      file,
      (whole) => copied(from, whole),
      (whole) => rename(whole, file),
    );
  }

  async getFile(key: string, to: string): Promise<boolean> {
    const file = this.#fileOf(key);
    if (!(await exists(file))) return false;
    const whole = `${to}.part`;
    await copied(file, whole);
    if ((await hashOfFile(whole)) !== hashInKey(key)) throw changedOnTheWay(key, this.place);
    await rename(whole, to);
    return true;
  }

  async remove(key: string): Promise<void> {
    await rm(this.#fileOf(key), { force: true });
  }

  async #written(
    file: string,
    write: (whole: string) => Promise<void>,
    place: (whole: string) => Promise<void>,
  ): Promise<void> {
    const folder = path.dirname(file);
    const whole = path.join(folder, `${unfinished}${randomUUID()}`);
    try {
      await mkdir(folder, { recursive: true, mode: folderMode });
      await write(whole);
      await place(whole);
    } catch (error) {
      throw this.#fault(error, 'write to');
    } finally {
      await rm(whole, { force: true }).catch(() => {});
    }
  }

  #fileOf(key: string): string {
    return path.join(this.place, requireKey(key));
  }

  #keyOf(file: string): string {
    return path.relative(this.place, file).replaceAll(path.sep, '/');
  }

  #fault(error: unknown, act: string): UserError {
    const { code, message } = error as NodeJS.ErrnoException;
    const next = 'give a folder that this user may read and write, with space on its disk';
    return new UserError('store-failed', `cannot ${act} the store ${this.place}: ${code ?? message}`, next, {
      cause: error,
    });
  }
}

function writing(content: Uint8Array | string): (file: string) => Promise<void> {
  return (file) => writeFile(file, content, { mode: fileMode, flush: true });
}

async function copied(from: string, to: string): Promise<void> {
  await copyFile(from, to, constants.COPYFILE_FICLONE);
  const file = await open(to, 'r+');
  try {
    await file.chmod(fileMode);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function exists(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}

async function absentAsEmpty<T>(listing: Promise<readonly T[]>): Promise<readonly T[]> {
  try {
    return await listing;
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT';
}
