import type { Bytes } from '../../format/units.ts';
import type { FileWindow } from './file-window.ts';

/** Where some lines of a part of a file begin, and how many lines there are. */
export interface LinePlaces {
  /** Offset in the file of the first byte of each wanted line, in the order they were asked for. */
  readonly starts: readonly Bytes[];
  /** Newlines in the part. */
  readonly count: number;
}

/**
 * Finds lines by counting newlines, which is as fast as memory can be read, and does not look at what is in them.
 * @param from where the window is moved to: the first byte of line 0
 * @param wanted ascending
 */
export function findLines(window: FileWindow, from: Bytes, to: Bytes, wanted: readonly number[]): LinePlaces {
  const { kernels } = window;
  const starts: Bytes[] = [];
  let count = 0;
  let next = 0;
  while (next < wanted.length && wanted[next] === 0) next = starts.push(from);
  window.seek(from);
  while (window.offset < to && window.fill()) {
    const end = Math.min(window.end, window.at + to - window.offset);
    const lines = kernels.countLines(window.at, end);
    let at = window.at;
    let passed = count;
    for (; next < wanted.length && wanted[next] <= count + lines; next++) {
      if (wanted[next] > passed) {
        at = kernels.behindLine(at, end, wanted[next] - passed);
        passed = wanted[next];
      }
      starts.push(window.offset - window.at + at);
    }
    count += lines;
    window.at = end;
  }
  return { starts, count };
}
