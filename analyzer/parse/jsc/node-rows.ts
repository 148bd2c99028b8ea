import type { FileWindow } from '../file-window.ts';
import { GrowingColumn } from '../growing-column.ts';
import { skipString } from '../json-skip.ts';
import { readNumber } from '../number-array.ts';
import { readQuads } from './quad-array.ts';

/** `Inspector` is what the Heap domain of the inspector gives, `GCDebugging` what is made for work on the engine. */
export type JscSnapshotType = 'Inspector' | 'GCDebugging';

/** The nodes as they stand in the file, in its order. */
export interface NodeRows {
  readonly count: number;
  readonly id: Uint32Array;
  /** Bytes; entries of 0xffffffff stand in `largeSizes`. */
  readonly size: Uint32Array;
  /** By row. */
  readonly largeSizes: ReadonlyMap<number, number>;
  readonly className: Uint32Array;
  /** Index into the labels; only of `GCDebugging`, else empty. */
  readonly label: Uint32Array;
}

/** Ids are doubled and made odd, and have to fit 32 bits then. */
const largestId = 0x7ffffffe;
/** Room is made for so many bytes of the file per node, edges included; if nodes have fewer, it grows. */
const bytesPerNode = 40;
const leastRoom = 1 << 14;

/**
 * Reads the `nodes` array the window stands before. A record is `id, size, class, flags`, and in `GCDebugging` also
 * `label, "0xcell", "0xwrapped"` (HeapSnapshotBuilder::json in Source/JavaScriptCore/heap/HeapSnapshotBuilder.cpp).
 */
export function readNodeRows(window: FileWindow, type: JscSnapshotType): NodeRows {
  const rows = new RowColumns(window);
  if (type === 'Inspector') readPlainRows(window, rows);
  else readRowsWithAddresses(window, rows);
  return rows.finish();
}

function readPlainRows(window: FileWindow, rows: RowColumns): void {
  const { kernels } = window;
  const readBatch = (): number => {
    const count = kernels.quadNodes(window.at, window.end);
    window.at = kernels.quadPosition;
    const [ids, sizes, classes] = kernels.numbers;
    rows.append(ids.subarray(0, count), sizes.subarray(0, count), classes.subarray(0, count));
    return count;
  };
  readQuads(window, 'nodes', readBatch, (id, size, className) => rows.push(id, size, className));
}

function readRowsWithAddresses(window: FileWindow, rows: RowColumns): void {
  window.expect('[');
  if (window.peek() === 0x5d) {
    window.at++;
    return;
  }
  const number = (): number => {
    const value = readNumber(window, 'nodes');
    window.expect(',');
    return value;
  };
  for (;;) {
    const [id, size, className] = [number(), number(), number()];
    number();
    rows.push(id, size, className, number());
    skipText(window);
    window.expect(',');
    skipText(window);
    if (window.peek() === 0x5d) break;
    window.expect(',');
  }
  window.at++;
}

function skipText(window: FileWindow): void {
  const byte = window.peek();
  if (byte !== 0x22) throw window.unexpected(byte, 'an address in nodes');
  skipString(window);
}

class RowColumns {
  private readonly window: FileWindow;
  private readonly id: GrowingColumn;
  private readonly size: GrowingColumn;
  private readonly className: GrowingColumn;
  private readonly label = new GrowingColumn();
  private readonly largeSizes = new Map<number, number>();

  constructor(window: FileWindow) {
    const room = Math.max(leastRoom, Math.ceil(window.size / bytesPerNode));
    this.window = window;
    this.id = new GrowingColumn(room);
    this.size = new GrowingColumn(room);
    this.className = new GrowingColumn(room);
  }

  append(ids: Uint32Array, sizes: Uint32Array, classes: Uint32Array): void {
    this.id.append(ids);
    this.size.append(sizes);
    this.className.append(classes);
  }

  push(id: number, size: number, className: number, label?: number): void {
    if (id > largestId) throw this.window.error(`a node has an id that is too large: ${id}`);
    if (size > 0xfffffffe) this.largeSizes.set(this.id.length, size);
    this.id.push(id);
    this.size.push(Math.min(size, 0xffffffff));
    this.className.push(className);
    if (label !== undefined) this.label.push(label);
  }

  finish(): NodeRows {
    return {
      count: this.id.length,
      id: this.id.finish(),
      size: this.size.finish(),
      largeSizes: this.largeSizes,
      className: this.className.finish(),
      label: this.label.finish(),
    };
  }
}
