import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';

/** More files than this are no project but a home folder, and looking through them would take long. */
const mostFiles = 50_000;
const notSources = new Set(['node_modules', '.git', 'dist', 'coverage']);
const isSource = /\.[cm]?[jt]sx?$/;

/**
 * Finds the files that reports name by the end of their path, in the repository around `folder`. A name that fits no
 * file or several is not known: an annotation at the wrong file is worse than none.
 * @returns their paths from the root of the repository, with slashes
 */
export function sourceFilesFrom(folder: string): (name: string) => string | undefined {
  const root = rootAbove(folder);
  let files: readonly string[] | undefined;
  return (name) => {
    if (!isSource.test(name) || name.split('/').includes('..')) return undefined;
    const installed = ['node_modules', name].join('/');
    if (existsSync(join(root, installed))) return installed;
    files ??= sourcesIn(root);
    if (files.includes(name)) return name;
    // A name may begin with the folder of the repository itself.
    const fitting = files.filter((file) => `${root}/${file}`.endsWith(`/${name}`));
    return fitting.length === 1 ? fitting[0] : undefined;
  };
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
