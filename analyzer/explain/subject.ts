import type { PathStep, Survivors } from '../../format/suspect.ts';
import type { Bytes } from '../../format/units.ts';
import type { GrowthFinding } from '../growth/findings.ts';
import type { AgedHeap } from '../heap/aged-heap.ts';
import type { NodeIndex } from '../parse/snapshot-columns.ts';

/** One finding with all that inspectors look at to say what kind of leak it is. */
export interface Subject {
  readonly heap: AgedHeap;
  readonly finding: GrowthFinding;
  /** The object that holds what grows; undefined if only the engine's roots do. */
  readonly holder: NodeIndex | undefined;
  readonly holderClass: string;
  /** From the module or root to the holder. */
  readonly holderPath: readonly PathStep[];
  /** From the holder to one growing entry, or to the growing value. */
  readonly entryPath: readonly PathStep[];
  /** A growing entry that was born in a middle interval, or the growing value. */
  readonly entry: NodeIndex;
  readonly entryClass: string;
  /** From the entry to the nearest function of the program, if only the runtime holds it; else empty. */
  readonly wayToProgram: readonly PathStep[];
  /** The holder as one JavaScript-like expression, for example `chatRunState.buffers`. */
  readonly expression: string;
  readonly survivors: Survivors;
  readonly objectsPerInterval: number;
  readonly bytesPerInterval: Bytes;
}
