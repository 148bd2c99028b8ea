import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ringFiles } from '../../format/ring-entry.ts';
import { parseRing, type RingText } from '../../format/ring-text.ts';

/** What is left of a ring, in order of time: it may have been cut off at any byte. */
export function openRing(folder: string): RingText {
  const texts = ringFiles.map((name) => parseRing(readIfThere(join(folder, name))));
  return {
    entries: texts.flatMap(({ entries }) => entries).toSorted((a, b) => a.at - b.at),
    torn: texts.reduce((sum, { torn }) => sum + torn, 0),
  };
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
