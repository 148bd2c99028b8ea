import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { threadId } from 'node:worker_threads';

/** What is kept of a leak. */
export interface Artefacts {
  /** The folder of the recording, with its captures. */
  readonly recording: string;
  /** One HTML file that shows it; absent if it could not be written. */
  readonly page?: string;
}

/** Where they are made. */
export type CaptureFiles = Required<Artefacts>;

let made = 0;
/** Recordings are large and hold secrets: `git add .` must not take them. */
const gitIgnore = '.gitignore';

/** Names that no other test, thread or process in this folder has. */
export function artefactsFor(name: string, folder: string | false): CaptureFiles {
  const parent = folder === false ? mkdtempSync(path.join(tmpdir(), 'heaptrail-')) : path.resolve(folder);
  if (mkdirSync(parent, { recursive: true }) !== undefined) keepOutOfGit(parent);
  const unique = `${slug(name)}-${process.pid}-${threadId}-${++made}`;
  return { recording: path.join(parent, `${unique}.heaptrail`), page: path.join(parent, `${unique}.html`) };
}

function keepOutOfGit(folder: string): void {
  try {
    writeFileSync(path.join(folder, gitIgnore), '*\n', { mode: 0o600 });
  } catch {
    // Another test removed the folder meanwhile; no test fails for want of this file.
  }
}

/** Removes them, and the folder around if nothing else is in it. */
export function removeArtefacts({ recording, page }: CaptureFiles): void {
  rmSync(recording, { recursive: true, force: true });
  rmSync(page, { force: true });
  const parent = path.dirname(recording);
  try {
    if (readdirSync(parent).some((name) => name !== gitIgnore)) return;
    rmSync(path.join(parent, gitIgnore), { force: true });
    rmdirSync(parent);
  } catch {
    // Another test removed it, or began to use it.
    if (existsSync(parent)) keepOutOfGit(parent);
  }
}

export function removePage({ page }: CaptureFiles): void {
  rmSync(page, { force: true });
}

function slug(name: string): string {
  const words = name.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.join('-').slice(0, 60) || 'operation';
}
