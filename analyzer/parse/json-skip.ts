import type { FileWindow } from './file-window.ts';

const quote = 0x22;
const backslash = 0x5c;
/** Only `]` and `}` would need to match; here both count as one, since skipped text is not read any further. */
const opening = new Set([0x5b, 0x7b]);
const closing = new Set([0x5d, 0x7d]);
const ends = new Set([0x2c, 0x5d, 0x7d, 0x20, 0x0a, 0x0d, 0x09]);

/** A key of the snapshot's top level. Keys there are short and plain; escapes in them are left as they are. */
export function readKey(window: FileWindow): string {
  window.expect('"');
  let key = '';
  for (;;) {
    const byte = window.next();
    if (byte === quote) return key;
    if (byte === -1 || key.length === 256) throw window.unexpected(byte, 'the end of a key');
    key += String.fromCharCode(byte);
  }
}

/** Moves past one JSON value of any kind and depth without looking into it. */
export function skipValue(window: FileWindow): void {
  const first = window.peek();
  if (first === quote) skipString(window);
  else if (opening.has(first)) skipBrackets(window);
  else skipBareWord(window, first);
}

/** A number, true, false or null. */
function skipBareWord(window: FileWindow, first: number): void {
  if (first === -1 || ends.has(first) || first === 0x3a) throw window.unexpected(first, 'a value');
  while (window.at < window.end || window.fill()) {
    if (ends.has(window.bytes[window.at])) return;
    window.at++;
  }
}

function skipBrackets(window: FileWindow): void {
  let depth = 0;
  do {
    const byte = window.peek();
    if (byte === -1) throw window.unexpected(byte, 'a closing bracket');
    if (byte === quote) skipString(window);
    else {
      if (opening.has(byte)) depth++;
      else if (closing.has(byte)) depth--;
      window.at++;
    }
  } while (depth > 0);
}

/** Moves past a string; the window stands on its opening quote. */
export function skipString(window: FileWindow): void {
  window.at++;
  for (;;) {
    const byte = window.next();
    if (byte === quote) return;
    if (byte === backslash) window.next();
    if (byte === -1) throw window.unexpected(byte, 'the end of a string');
  }
}
