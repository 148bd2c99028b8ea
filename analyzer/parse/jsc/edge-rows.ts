import type { FileWindow } from '../file-window.ts';
import { GrowingColumn } from './growing-column.ts';
import type { NodeOrder } from './node-order.ts';
import { readRecords } from './record-array.ts';

/** The edges as they stand in the file, their ends as nodes in order of id. */
export interface EdgeRows {
  readonly count: number;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  /** Index into `edgeTypes`. */
  readonly type: Uint32Array;
  /** Index into `edgeNames`, or the number of an element. */
  readonly data: Uint32Array;
}

/** Reads the `edges` array the window stands before. A record is `from, to, type, data`, both ends by id. */
export function readEdgeRows(window: FileWindow, { nodeOf }: NodeOrder): EdgeRows {
  const from = new GrowingColumn();
  const to = new GrowingColumn();
  const type = new GrowingColumn();
  const data = new GrowingColumn();
  const node = (id: number, verb: string): number => {
    const found = nodeOf(id);
    if (found === -1) throw window.error(`edge ${to.length} ${verb} ${id}, which is not a node`);
    return found;
  };
  readRecords(window, 'edges', 4, (numbers, count) => {
    for (let at = 0; at < 4 * count; at += 4) {
      if (numbers[at + 3] > 0xfffffffe)
        throw window.error(`edge ${to.length} has a name or index that is too large`);
      from.push(node(numbers[at], 'comes from'));
      to.push(node(numbers[at + 1], 'leads to'));
      type.push(numbers[at + 2]);
      data.push(numbers[at + 3]);
    }
  });
  return {
    count: to.length,
    from: from.finish(),
    to: to.finish(),
    type: type.finish(),
    data: data.finish(),
  };
}
