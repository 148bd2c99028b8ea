import type { Bytes } from '../../format/units.ts';
import type { FileWindow } from './file-window.ts';
import { skipValue } from './json-skip.ts';
import { eachKey } from './object-keys.ts';
import { otherFile } from './other-files.ts';
import { readHeader, type SnapshotHeader } from './snapshot-header.ts';

/** Reads the section the window stands before. The window is behind it afterwards. */
export type SectionReader = (window: FileWindow, header: SnapshotHeader) => void;

/**
 * Walks the top level of a snapshot once and gives each named section to its reader, and skips the others.
 * V8 writes the header first; where another writer does not, the sections before it are read afterwards.
 * What no reader wants is skipped, by `skip` if a caller wants to know of it.
 * Stops early, without looking at the rest of the file, once the sections in `enough` have been read.
 */
export function readSections(
  window: FileWindow,
  readers: ReadonlyMap<string, SectionReader>,
  enough?: readonly string[],
  skip: (window: FileWindow) => void = skipValue,
): SnapshotHeader {
  let header: SnapshotHeader | undefined;
  const keys = new Set<string>();
  const seen = new Set<string>();
  const waiting = new Map<SectionReader, Bytes>();
  const isEnough = () =>
    header !== undefined && waiting.size === 0 && enough?.every((key) => seen.has(key)) === true;

  eachKey(window, (key) => {
    const reader = readers.get(key);
    keys.add(key);
    if (seen.has(key)) throw window.error(`"${key}" appears twice`);
    if (key === 'snapshot' || reader) seen.add(key);
    if (key === 'snapshot') header = readHeader(window);
    else if (reader && header) reader(window, header);
    else {
      if (reader) waiting.set(reader, window.offset);
      (reader ? skipValue : skip)(window);
    }
    return !isEnough();
  });

  if (header === undefined) {
    const { what, next } = otherFile(keys);
    throw window.error(what, next);
  }
  for (const [reader, offset] of waiting) {
    window.seek(offset);
    reader(window, header);
  }
  return header;
}
