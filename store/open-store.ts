import { statSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../format/user-error.ts';
import { FolderStore } from './folder-store.ts';
import type { Store } from './store.ts';

/**
 * The store that a person names.
 * @throws UserError for an address of which no store is known
 */
export function openStore(words: string): Store {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(words))
    throw new UserError(
      'usage',
      `a store is a folder, and ${words} is none`,
      'give a folder, also on a shared disk',
    );
  return new FolderStore(path.resolve(words));
}

/** @throws UserError `no-such-file` if there is nothing to read */
export function requireStore(words: string): Store {
  const store = openStore(words);
  if (statSync(store.place, { throwIfNoEntry: false })?.isDirectory()) return store;
  throw new UserError(
    'no-such-file',
    `there is no store at ${words}`,
    'name the folder that was given to heaptrail watch --store or analyze --store',
  );
}
