import type { NodeIndex } from '../parse/snapshot-columns.ts';

/** One entry of a container. A small integer is no node: both are absent if key and value are. */
export interface Entry {
  readonly key?: NodeIndex;
  readonly value?: NodeIndex;
}
