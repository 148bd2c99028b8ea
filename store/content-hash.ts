import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { UserError } from '../format/user-error.ts';

/** The SHA-256 of a content, in hexadecimal digits. */
export function hashOf(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** As `hashOf`, without the whole file in memory. */
export async function hashOfFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(file)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** Of a key that is made of its content. */
export function hashInKey(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

export function changedOnTheWay(key: string, place: string): UserError {
  return new UserError(
    'store-failed',
    `${key} in the store ${place} is not what was written: its checksum differs`,
    'remove it there; what it was made of is analyzed again if it is still on its host',
  );
}
