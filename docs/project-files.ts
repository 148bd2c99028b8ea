import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = fileURLToPath(new URL('..', import.meta.url));

/** What was made or fetched, and is not ours to read. */
const notOurs = /^(node_modules|dist|coverage|\.git|\.cache|.*\.heaptrail)$/;

/** The files below a file or folder of the project whose names end so, as paths within the project. */
export function projectFiles(place: string, ending: RegExp): readonly string[] {
  const whole = path.join(project, place);
  if (!statSync(whole).isDirectory()) return ending.test(place) ? [place] : [];
  return readdirSync(whole)
    .filter((name) => !notOurs.test(name))
    .flatMap((name) => projectFiles(path.join(place, name), ending));
}
