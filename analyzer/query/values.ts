import type { NodeIndex } from '../parse/snapshot-columns.ts';

/** An object or a string of the heap, as a value of an expression. */
export class HeapRef {
  readonly node: NodeIndex;

  constructor(node: NodeIndex) {
    this.node = node;
  }
}

/** Undefined also for what the snapshot does not tell. */
export type Value = number | string | boolean | null | undefined | HeapRef;

/** What an expression gives for an object. */
export type Read = (node: NodeIndex) => Value;
