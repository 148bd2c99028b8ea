import { accessSync, constants } from 'node:fs';
import path from 'node:path';

/** Where a program of this name may be, in the order in which a shell looks. */
export function placesInPath(name: string): readonly string[] {
  return (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, name));
}

export function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
