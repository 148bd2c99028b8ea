import type { FileWindow } from './file-window.ts';
import { skipValue } from './json-skip.ts';
import { eachKey } from './object-keys.ts';

export interface RecordCounts {
  readonly nodeCount: number;
  readonly edgeCount: number;
}

const opening = 0x5b;
const closing = 0x5d;
const comma = 0x2c;

/** Counts the records of a file whose header does not. The window is where it was afterwards. */
export function countRecords(window: FileWindow, nodeFields: number, edgeFields: number): RecordCounts {
  const before = window.offset;
  const numbers = { nodes: 0, edges: 0 };
  window.seek(0);
  eachKey(window, (key) => {
    if (key === 'nodes' || key === 'edges') numbers[key] = countNumbers(window, key);
    else skipValue(window);
    return true;
  });
  window.seek(before);
  return {
    nodeCount: wholeRecords(window, 'nodes', numbers.nodes, nodeFields),
    edgeCount: wholeRecords(window, 'edges', numbers.edges, edgeFields),
  };
}

/** Moves past a list of numbers. What is no number in it is found when it is read. */
function countNumbers(window: FileWindow, what: string): number {
  window.expect('[');
  if (window.peek() === closing) {
    window.at++;
    return 0;
  }
  let count = 1;
  for (;;) {
    const byte = window.next();
    if (byte === comma) count++;
    else if (byte === closing) return count;
    else if (byte === -1 || byte === opening) throw window.unexpected(byte, `the end of ${what}`);
  }
}

function wholeRecords(window: FileWindow, what: string, numbers: number, fields: number): number {
  if (numbers % fields === 0) return numbers / fields;
  throw window.error(`${what} holds ${numbers} numbers, which is not a multiple of ${fields}`);
}
