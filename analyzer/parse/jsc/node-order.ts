import type { FileWindow } from '../file-window.ts';
import type { NodeRows } from './node-rows.ts';

/** Ids up to so many times the number of nodes are looked up in a table, larger ones by halving. */
const sparse = 16;
const alwaysTable = 1 << 20;

/** The nodes in ascending order of id, which is the order of their edges and puts the root first. */
export interface NodeOrder {
  /** Row in the file of each node. */
  readonly rows: Uint32Array;
  /** The id of each node, as it is told: odd, so that it tells age as V8's do. */
  readonly nodeId: Uint32Array;
  /** The node with this id, or -1. */
  readonly nodeOf: (id: number) => number;
}

export function oddId(id: number): number {
  return 2 * id + 1;
}

export function orderById(window: FileWindow, { count, id }: NodeRows): NodeOrder {
  let largest = 0;
  for (let row = 0; row < count; row++) if (id[row] > largest) largest = id[row];
  const order = largest <= sparse * count + alwaysTable ? byTable(id, largest) : byHalving(id);
  if (order.rows.length < count) throw window.error('two nodes have the same id');
  if (order.nodeOf(0) !== 0) throw window.error('has no root: no node has the id 0');
  return order;
}

function byTable(id: Uint32Array, largest: number): NodeOrder {
  const table = new Int32Array(largest + 1).fill(-1);
  for (let row = 0; row < id.length; row++) table[id[row]] = row;
  const rows = new Uint32Array(id.length);
  const nodeId = new Uint32Array(id.length);
  let node = 0;
  for (let at = 0; at <= largest; at++) {
    if (table[at] === -1) continue;
    rows[node] = table[at];
    nodeId[node] = oddId(at);
    table[at] = node++;
  }
  return {
    rows: rows.subarray(0, node),
    nodeId,
    nodeOf: (wanted) => (wanted <= largest ? table[wanted] : -1),
  };
}

function byHalving(id: Uint32Array): NodeOrder {
  const all = Uint32Array.from(id.keys()).sort((a, b) => id[a] - id[b]);
  const rows = all.filter((row, at) => at === 0 || id[row] !== id[all[at - 1]]);
  const nodeOf = (wanted: number): number => {
    let low = 0;
    let high = rows.length - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = id[rows[middle]];
      if (found === wanted) return middle;
      if (found < wanted) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  };
  return { rows, nodeId: rows.map((row) => oddId(id[row])), nodeOf };
}
