import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { UserError } from '../format/user-error.ts';
import { FolderStore } from './folder-store.ts';
import { s3Address } from './s3/s3-address.ts';
import { S3Store } from './s3/s3-store.ts';
import type { Store } from './store.ts';

/**
 * The store that a person names.
 * @throws UserError for an address of which no store is known
 */
export function openStore(words: string): Store {
  if (words.startsWith('s3://')) return openS3(words);
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(words))
    throw new UserError(
      'usage',
      `a store is a folder or a bucket of S3, and ${words} is none`,
      'give a folder, also on a shared disk, or s3://BUCKET/PREFIX',
    );
  return new FolderStore(path.resolve(words));
}

function openS3(words: string): Store {
  const address = s3Address(words, process.env);
  try {
    createRequire(import.meta.url).resolve('aws4fetch');
  } catch (cause) {
    throw new UserError(
      'usage',
      'a store on S3 needs aws4fetch, which is not installed here',
      'npm install aws4fetch',
      {
        cause,
      },
    );
  }
  const { bucket, prefix } = address;
  return new S3Store(`s3://${bucket}/${prefix}`.replace(/\/$/, ''), address);
}

/** @throws UserError `no-such-file` if there is nothing to read */
export function requireStore(words: string): Store {
  const store = openStore(words);
  // A bucket says so itself when it is read.
  if (!(store instanceof FolderStore)) return store;
  if (statSync(store.place, { throwIfNoEntry: false })?.isDirectory()) return store;
  throw new UserError(
    'no-such-file',
    `there is no store at ${words}`,
    'name the folder or bucket that was given to heaptrail watch --store or analyze --store',
  );
}
