import type { Bytes } from '../../format/units.ts';
import type { FileWindow } from './file-window.ts';
import { readKey, skipValue } from './json-skip.ts';
import { nameASnapshot } from './snapshot-error.ts';
import { readHeader, type SnapshotHeader } from './snapshot-header.ts';

/** Reads the section the window stands before. The window is behind it afterwards. */
export type SectionReader = (window: FileWindow, header: SnapshotHeader) => void;

/**
 * Walks the top level of a snapshot once and gives each named section to its reader, and skips the others.
 * V8 writes the header first; where another writer does not, the sections before it are read afterwards.
 * Stops early, without looking at the rest of the file, once the sections in `enough` have been read.
 */
export function readSections(
  window: FileWindow,
  readers: ReadonlyMap<string, SectionReader>,
  enough?: readonly string[],
): SnapshotHeader {
  let header: SnapshotHeader | undefined;
  const seen = new Set<string>();
  const waiting = new Map<SectionReader, Bytes>();
  const isEnough = () =>
    header !== undefined && waiting.size === 0 && enough?.every((key) => seen.has(key)) === true;

  eachKey(window, (key) => {
    const reader = readers.get(key);
    if (seen.has(key)) throw window.error(`"${key}" stands twice`);
    if (key === 'snapshot' || reader) seen.add(key);
    if (key === 'snapshot') header = readHeader(window);
    else if (reader && header) reader(window, header);
    else {
      if (reader) waiting.set(reader, window.offset);
      skipValue(window);
    }
    return !isEnough();
  });

  if (header === undefined)
    throw window.error('has no "snapshot" header: not a heap snapshot', nameASnapshot);
  for (const [reader, offset] of waiting) {
    window.seek(offset);
    reader(window, header);
  }
  return header;
}

/** Calls back with the window before each key's value, until it returns false or the object ends. */
export function eachKey(window: FileWindow, visit: (key: string) => boolean): void {
  const first = window.peek();
  if (first !== 0x7b) throw window.error('is not a JSON object: not a heap snapshot', nameASnapshot);
  window.at++;
  if (window.peek() === 0x7d) return;
  for (;;) {
    const key = readKey(window);
    window.expect(':');
    window.peek();
    if (!visit(key)) return;
    const separator = window.peek();
    if (separator === 0x7d) break;
    window.expect(',');
    window.peek();
  }
  window.at++;
  const behind = window.peek();
  if (behind !== -1) throw window.unexpected(behind, 'the end of the file');
}
