import { closeSync, fstatSync, readSync } from 'node:fs';
import type { Bytes } from '../../format/units.ts';
import { FileWindow } from '../parse/file-window.ts';
import { skipValue } from '../parse/json-skip.ts';
import { eachKey } from '../parse/object-keys.ts';
import { otherFile } from '../parse/other-files.ts';
import { openRegularFile } from '../parse/regular-file.ts';
import { nameASnapshot, SnapshotError } from '../parse/snapshot-error.ts';

/** More than the white space that any writer puts around the first and last brackets. */
const looksAt: Bytes = 64;

/** Why a file is no whole heap snapshot, and what to do about it. */
export interface SnapshotFault {
  /** In words that go on after the name of the file. */
  readonly reason: string;
  readonly next: string;
}

const takeAgain = 'take the snapshot again, or leave the file out';

/** The reason of `findSnapshotFault`. */
export function snapshotFault(file: string, expectedSize?: Bytes): string | undefined {
  return findSnapshotFault(file, expectedSize)?.reason;
}

/**
 * Why a file cannot be a whole heap snapshot, or undefined if it looks whole. Looks at
 * both ends only: snapshots are large, and the parser finds what is wrong in between.
 */
export function findSnapshotFault(file: string, expectedSize?: Bytes): SnapshotFault | undefined {
  let descriptor: number;
  try {
    descriptor = openRegularFile(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const reason =
      code === 'ENOENT'
        ? `its file ${file} is missing`
        : `its file ${file} cannot be read (${code ?? cause})`;
    return { reason, next: 'name a file that can be read' };
  }
  try {
    return faultOf(file, descriptor, expectedSize);
  } finally {
    closeSync(descriptor);
  }
}

function faultOf(
  file: string,
  descriptor: number,
  expectedSize: Bytes | undefined,
): SnapshotFault | undefined {
  const stat = fstatSync(descriptor);
  const fault = (reason: string) => ({ reason, next: takeAgain });
  if (!stat.isFile()) return fault('it is not a file');
  if (stat.size === 0) return fault('its file is empty');
  if (expectedSize !== undefined && stat.size !== expectedSize) {
    return fault(`its file has ${stat.size} bytes, but ${expectedSize} were written`);
  }
  const head = readAt(descriptor, 0);
  // What is in a packed file is seen when it is unpacked.
  if (head.startsWith('\x1f\x8b')) return undefined;
  if (!head.trimStart().startsWith('{')) return { reason: 'it is not a heap snapshot', next: nameASnapshot };
  const tail = readAt(descriptor, Math.max(0, stat.size - looksAt));
  if (isOfJsc(head) ? endsWithBrackets(tail) : endsWhole(tail)) return undefined;
  return tail.trimEnd().endsWith('}') ? faultOfOther(file) : fault('its file is cut off');
}

/**
 * A snapshot ends with the last string's quote and two closing brackets. An escaped quote belongs to a
 * string, so this is not an end but a cut inside one.
 */
function endsWhole(tail: string): boolean {
  const end = /(\\*)"\s*\]\s*\}\s*$/.exec(tail);
  return end !== null && end[1].length % 2 === 0;
}

/** Close enough for where a file ends; what it holds is judged where it is read. */
function isOfJsc(head: string): boolean {
  return /^\s*\{\s*"version"/.test(head);
}

/** The last member of a snapshot of JavaScriptCore is a list, or the object that the probe adds. */
function endsWithBrackets(tail: string): boolean {
  return /[\]}]\s*\}\s*$/.test(tail);
}

/**
 * A file that does not end as V8 ends its own: cut off within a string, written by another writer in another order, or
 * no snapshot at all. Only such a file is walked to its end.
 */
function faultOfOther(file: string): SnapshotFault | undefined {
  const keys = new Set<string>();
  try {
    const window = new FileWindow(file);
    try {
      eachKey(window, (key) => {
        keys.add(key);
        skipValue(window);
        return true;
      });
    } finally {
      window.close();
    }
  } catch (error) {
    if (error instanceof SnapshotError) return { reason: 'its file is cut off', next: takeAgain };
    throw error;
  }
  if (keys.has('snapshot') || keys.has('nodeClassNames')) return undefined;
  const { what, next } = otherFile(keys);
  return { reason: `it ${what}`, next };
}

function readAt(descriptor: number, position: number): string {
  const bytes = Buffer.alloc(looksAt);
  const read = readSync(descriptor, bytes, 0, looksAt, position);
  return bytes.toString('latin1', 0, read);
}
