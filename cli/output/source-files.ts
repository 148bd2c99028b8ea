import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** More files than this are no project but a home folder, and looking through them would take long. */
const mostFiles = 50_000;
const notSources = new Set(['node_modules', '.git', 'dist', 'coverage']);
const isSource = /\.[cm]?[jt]sx?$/;

/**
 * Finds the files that reports name, in the repository around `folder`. If the program ran elsewhere, as in a container,
 * the end of a path has to tell: a name that fits no file or several is not known, because an annotation at the wrong
 * file is worse than none.
 * @param directory the working directory of the program, which names are relative to
 * @returns their paths from the root of the repository, with slashes
 */
export function sourceFilesFrom(folder: string, directory?: string): (name: string) => string | undefined {
  const root = rootAbove(folder);
  let files: readonly string[] | undefined;
  return (name) => {
    if (!isSource.test(name) || name.split('/').includes('..')) return undefined;
    const here = insideOf(root, resolve(directory ?? root, name)) ?? insideOf(root, resolve(root, name));
    if (here !== undefined) return here;
    files ??= sourcesIn(root);
    return byEndOfPath(name, root, files);
  };
}

function insideOf(root: string, file: string): string | undefined {
  const path = relative(root, file).replaceAll(sep, '/');
  if (path.startsWith('../') || path.startsWith('/') || notSources.has(path.split('/')[0])) {
    if (!path.startsWith('node_modules/')) return undefined;
  }
  return existsSync(file) ? path : undefined;
}

/** Fewer parts of a path say too little: every program has an `index.js`. */
const fewestParts = 2;

/** A name may begin with the folder of the repository, or with folders of another machine. */
function byEndOfPath(name: string, root: string, files: readonly string[]): string | undefined {
  const parts = name.split('/').filter(Boolean);
  for (let from = 0; from === 0 || parts.length - from >= fewestParts; from++) {
    const end = parts.slice(from).join('/');
    const fitting = files.filter((file) => `${root}/${file}`.endsWith(`/${end}`));
    if (fitting.length > 0) return fitting.length === 1 ? fitting[0] : undefined;
    if (!name.startsWith('/')) return undefined;
  }
  return undefined;
}

function rootAbove(folder: string): string {
  for (let each = folder; ; each = dirname(each)) {
    if (existsSync(join(each, '.git'))) return each;
    if (each === dirname(each)) return folder;
  }
}

/** All of them or none: what is beyond the limit could be a second file of the name. */
function sourcesIn(root: string): readonly string[] {
  const found: string[] = [];
  const folders = [root];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !notSources.has(entry.name)) folders.push(path);
      else if (entry.isFile() && isSource.test(entry.name)) found.push(relative(root, path));
    }
    if (found.length > mostFiles) return [];
  }
  return sep === '/' ? found : found.map((file) => file.replaceAll(sep, '/'));
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // A folder that may not be read holds no file that could be named.
    return [];
  }
}
