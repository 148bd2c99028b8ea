import type { HeapGraph } from '../graph/heap-graph.ts';
import type { StringIndex } from '../parse/snapshot-columns.ts';
import { dependencyIn } from '../paths/code-package.ts';

const prefixes = ['/', 'file:///', '\\u0000/', 'webpack:/', 'C:', 'D:'];
/** A file has a name with an extension; what follows it may be a query of a bundler. */
const file = /^(\0|file:\/\/)?(\/|[A-Za-z]:[\\/])[^\n]*\.[\w]{1,5}([?#|!].*)?$/;
const longestPath = 1_024;

/** Whether a text is the path of a file. */
export function isPath(text: string): boolean {
  return text.length <= longestPath && file.test(text);
}

/** The strings of a heap that are paths of files, with whose file it is: a package, or a folder of the program. */
export function pathStrings({ strings }: HeapGraph, directory: string): ReadonlyMap<StringIndex, string> {
  const found = new Map<StringIndex, string>();
  for (const prefix of prefixes)
    strings.forEachWithPrefix(prefix, (index) => {
      if (strings.span(index) > longestPath) return;
      const text = strings.get(index);
      if (file.test(text)) found.set(index, subjectOf(text, directory));
    });
  return found;
}

export const yourFiles = 'your files';
export const otherFiles = 'other files';

/** Whose file that is. */
export function subjectOf(path: string, directory: string): string {
  return dependencyIn(path) ?? (path.includes(`${directory}/`) ? yourFiles : otherFiles);
}
