import type { FileWindow } from './file-window.ts';
import { readKey } from './json-skip.ts';
import { nameASnapshot } from './snapshot-error.ts';

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
