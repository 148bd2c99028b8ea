import type { Bytes } from '../../format/units.ts';
import type { NodeColumns } from './node-section.ts';
import type { PlacedNodes } from './placed-nodes.ts';

/** What an earlier capture tells without its edges and strings. */
export interface ScannedNodes extends Pick<NodeColumns, 'nodeId' | 'selfSize' | 'largeSizes'> {
  readonly nodeCount: number;
  /** The largest odd id: V8 gives heap objects odd ids that only increase, so whatever is born later has a larger one. */
  readonly watermark: number;
  /** What lives in the engine's heap. V8 lists what native code keeps for it too, and that is no part of its heap. */
  readonly heapSize: Bytes;
  /** A number that hardly changes while an object lives, and often differs between two objects. */
  readonly look: (node: number) => number;
  /** The same nodes with their place in the file, from where to read on; where it is written as V8 does. */
  readonly placed?: PlacedNodes;
}
