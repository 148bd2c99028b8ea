import type { ResidentParts } from './resident-parts.ts';
import type { Bytes, EpochMillis, Millis } from './units.ts';

/**
 * One line of a recording's ledger: what the operating system and, if it could be asked,
 * the runtime said about the target at one moment. A field that could not be read is absent, never 0.
 */
export interface MemorySample {
  readonly at: EpochMillis;
  /**
   * `captured`: a heap snapshot of the target follows, which collects its garbage and inflates its RSS for long.
   * `disturbed`: one of a worker thread follows, which inflates that too. `resumed`: the first sample after either.
   */
  readonly mark?: 'captured' | 'disturbed' | 'resumed';

  // The operating system's view (/proc).
  readonly rss?: Bytes;
  readonly rssAnonymous?: Bytes;
  readonly virtualSize?: Bytes;
  readonly swap?: Bytes;
  readonly pageTables?: Bytes;
  readonly minorFaults?: number;
  readonly majorFaults?: number;
  readonly cpu?: Millis;
  readonly threads?: number;
  readonly descriptors?: number;
  /** All living descendants, not only direct children. */
  readonly children?: number;
  readonly childrenRss?: Bytes;
  /** Where resident memory is. Read now and then, and so only in some samples. */
  readonly parts?: ResidentParts;

  // The runtime's view (V8 and Node, JavaScriptCore and Bun).
  readonly heapUsed?: Bytes;
  readonly heapTotal?: Bytes;
  readonly heapLimit?: Bytes;
  readonly external?: Bytes;
  readonly arrayBuffers?: Bytes;
  /** Memory V8 itself took with malloc. */
  readonly malloced?: Bytes;
  /** What the allocator of Bun took from the system and did not give back: it only ever rises, touched or not. */
  readonly committed?: Bytes;
  /** What the allocator of Bun has given out, to its heap as well. Asked now and then, and only of Bun 1.4 and later. */
  readonly allocated?: Bytes;
  /** What is in use of each space of V8's heap: `{ new_space: 1048576, old_space: 4194304 }`. */
  readonly spaces?: Readonly<Record<string, Bytes>>;
  /** Time spent in collections since the sample before; a Node's are timed only now and then. */
  readonly gcTime?: Millis;
  /** The heap in use right after the last full collection, if there was one since the sample before: its floor. */
  readonly heapAfterGc?: Bytes;
  /** What was outside the heap then, once the contents of dead ArrayBuffers were freed: the floors of `external` and `arrayBuffers`. */
  readonly externalAfterGc?: Bytes;
  readonly arrayBuffersAfterGc?: Bytes;
  /** How long an event had to wait for its turn at this moment. */
  readonly eventLoopDelay?: Millis;
  /** Active resources by type, for example `{ Timeout: 3, TCPSocketWrap: 12 }`. */
  readonly resources?: Readonly<Record<string, number>>;

  // The limits around the target.
  readonly cgroupUsage?: Bytes;
  readonly cgroupLimit?: Bytes;
  readonly machineAvailable?: Bytes;
  /** What all processes of the machine take together; only telemetry of others tells it. */
  readonly machineUsed?: Bytes;
}
