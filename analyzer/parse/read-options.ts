import type { Bytes } from '../../format/units.ts';

export interface ReadSnapshotOptions {
  /** Called about once a megabyte. */
  readonly onProgress?: (read: Bytes, size: Bytes) => void;
  /** Refuse what needs more memory than this to be analyzed. Default: what the machine has at all. */
  readonly maxMemory?: Bytes | undefined;
  /** Default: two for a large file, if there are two processors. Used if V8's format allows it. */
  readonly threads?: 1 | 2;
}
