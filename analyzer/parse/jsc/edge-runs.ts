import type { FileWindow } from '../file-window.ts';
import { GrowingColumn } from '../growing-column.ts';
import type { NodeIndex } from '../snapshot-columns.ts';
import type { NodeOrder } from './node-order.ts';

/** Where edges come from: runs of edges of one node, as they stand in the file. */
export class EdgeRuns {
  /** Whether the nodes ascend, as JavaScriptCore writes them: the edges are in their places then. */
  areInOrder = true;
  private readonly window: FileWindow;
  private readonly nodeOf: NodeOrder['nodeOf'];
  private readonly nodes: GrowingColumn;
  private readonly ends: GrowingColumn;
  private lastNode: NodeIndex = 0;
  private lastEnd = 0;

  constructor(window: FileWindow, { nodeOf, rows }: NodeOrder) {
    this.window = window;
    this.nodeOf = nodeOf;
    // In order, each node has one run, but for those that the reader was interrupted in.
    const room = rows.length + (rows.length >> 3) + 1024;
    this.nodes = new GrowingColumn(room);
    this.ends = new GrowingColumn(room);
  }

  /** The edges up to `end` come from the node with this id. */
  add(id: number, end: number): void {
    const node = this.nodeOf(id);
    if (node === -1) throw this.window.error(`edge ${this.lastEnd} comes from ${id}, which is not a node`);
    if (node < this.lastNode) this.areInOrder = false;
    this.nodes.push(node);
    this.ends.push(end);
    this.lastNode = node;
    this.lastEnd = end;
  }

  each(visit: (node: NodeIndex, from: number, end: number) => void): void {
    const nodes = this.nodes.finish();
    const ends = this.ends.finish();
    for (let run = 0, from = 0; run < nodes.length; run++) {
      visit(nodes[run], from, ends[run]);
      from = ends[run];
    }
  }

  /** @param firstEdge column of zeros, one more than there are nodes */
  fillStarts(firstEdge: Uint32Array): void {
    this.each((node, from, end) => {
      firstEdge[node + 1] += end - from;
    });
    for (let node = 1; node < firstEdge.length; node++) firstEdge[node] += firstEdge[node - 1];
  }
}
