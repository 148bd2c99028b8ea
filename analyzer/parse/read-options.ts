import type { Bytes } from '../../format/units.ts';
import type { ScannedNodes } from './scanned-nodes.ts';

export interface ReadSnapshotOptions {
  /** Called about once a megabyte. */
  readonly onProgress?: (read: Bytes, size: Bytes) => void;
  /** Refuse what needs more memory than this to be analyzed. Default: what the machine has at all. */
  readonly maxMemory?: Bytes | undefined;
  /**
   * Called once the nodes are read, while another thread may still read the edges; never for what is not in V8's format.
   * Nothing it is given may be kept.
   */
  readonly meanwhile?: (nodes: ScannedNodes) => void;
  /** Default: two for a large file, if there are two processors. Used if V8's format allows it. */
  readonly threads?: 1 | 2;
}
