import { randomUUID } from 'node:crypto';
import type { Bytes, Millis } from '../../format/units.ts';
import { CaptureFile } from '../capture-file.ts';
import type { CaptureRequest, CaptureResult } from '../connection.ts';
import { type OperationCounts, operationsIn } from '../operation-counts.ts';
import { ProbeError } from '../probe-error.ts';
import { StallWatch } from '../stall-watch.ts';
import { CollectionExposure } from './collection-exposure.ts';
import {
  type Collection,
  type CollectionRepair,
  collectionsIn,
  largerThan,
  largestId,
  repairOf,
} from './collection-repair.ts';
import type { JscSession } from './jsc-session.ts';
import { lookupIsSafe } from './lookup-safety.ts';
import { countOperations } from './operations.ts';
import { patienceWith } from './reply-patience.ts';
import { fieldsPerNode, type JscSnapshot } from './snapshot-parser.ts';
import { snapshotText } from './snapshot-text.ts';
import { turnTimeout } from './turn-timeout.ts';

/**
 * A Map of one entry may hold everything, so all are restored. Only from the second capture of a large heap on, new
 * collections with less storage than this in all do not stop the target again.
 */
const worthAnotherSnapshot: Bytes = 64 << 10;
const largeHeap = 300_000;

/**
 * Captures over one inspector session. JavaScriptCore keeps the ids of objects, and gives higher ones to new objects,
 * as long as the Heap domain stays enabled and no other client leaves.
 */
export class HeapCaptures {
  readonly #session: JscSession;
  readonly #runtimeVersion: string;
  /** Snapshots that we gave up on and that the target may still take: they have to pass before the next. */
  #late: Promise<unknown> = Promise.resolve();
  #enabled = false;
  #epoch = '';
  #globalId = -1;
  #largestId = -1;
  /** Collections that are worth looking up before the next snapshot. */
  #known: readonly number[] = [];
  /** Collections that could not be looked up in the last capture: they are tried again once they are larger. */
  #left: ReadonlyMap<number, Bytes> = new Map();
  #mayLookUp = true;

  constructor(session: JscSession, runtimeVersion: string) {
    this.#session = session;
    this.#runtimeVersion = runtimeVersion;
  }

  /**
   * @param cells how many objects the heap has, about
   * @throws ProbeError if no whole snapshot could be had; nothing of it stays on disk
   */
  async capture(request: CaptureRequest, cells: number): Promise<CaptureResult> {
    await this.#awaitLate(request, cells);
    await this.#enable();
    const file = await CaptureFile.create(request);
    try {
      const taken = await this.#take(request, cells);
      this.#left = new Map(notRestored(taken).map(({ id, storage }) => [id, storage]));
      this.#renewEpochIfReset(taken.snapshot);
      await this.#write(file, taken, request);
      await file.finish();
      return {
        size: file.size,
        epoch: this.#epoch,
        nodes: taken.snapshot.nodes.length / fieldsPerNode,
        ...operationsIn(taken),
      };
    } catch (error) {
      await file.discard();
      throw error;
    }
  }

  /** From the first snapshot on, allocation-heavy code is slow until this. Never rejects. */
  async stop(timeout: Millis): Promise<boolean> {
    if (!this.#enabled) return true;
    return await this.#session.send('Heap.disable', undefined, timeout).then(
      () => true,
      () => false,
    );
  }

  async #enable(): Promise<void> {
    if (this.#enabled) return;
    await this.#session.send('Heap.enable', undefined, turnTimeout);
    this.#enabled = true;
  }

  async #awaitLate({ signal }: CaptureRequest, cells: number): Promise<void> {
    const watch = new StallWatch(patienceWith(cells), signal);
    await Promise.race([this.#late, watch.stalled]).finally(() => watch.stop());
  }

  /**
   * Once in some 50 large captures, Bun 1.3 no longer knew a handle that it had given a moment ago. Another attempt has
   * new ones.
   */
  async #take(request: CaptureRequest, cells: number): Promise<Taken> {
    try {
      return await this.#tryToTake(request, cells);
    } catch (error) {
      const isRefused = error instanceof ProbeError && error.code === 'protocol-failed';
      if (!isRefused || this.#session.closed.aborted) throw error;
      await this.#awaitLate(request, cells);
      return await this.#tryToTake(request, cells);
    }
  }

  /** One snapshot where all collections that hold something are known; else another one that shows their entries. */
  async #tryToTake(request: CaptureRequest, cells: number): Promise<Taken> {
    const exposure = await CollectionExposure.open(this.#session);
    try {
      const known = this.#mayLookUp ? await exposure.add(this.#known) : [];
      const first = await this.#snapshot(exposure, request, cells);
      this.#mayLookUp = lookupIsSafe(first.snapshot);
      const missing = this.#mayLookUp ? largerThan(this.#left, notRestored(first)) : [];
      const mayBeMissing = known.length > 0 && cells > largeHeap;
      if (storageOf(missing) < (mayBeMissing ? worthAnotherSnapshot : 1)) return first;
      const added = await exposure.add(missing.map(({ id }) => id));
      this.#known = [...known, ...added];
      return await this.#snapshot(exposure, request, cells);
    } finally {
      await exposure.release();
    }
  }

  async #snapshot(exposure: CollectionExposure, request: CaptureRequest, cells: number): Promise<Taken> {
    const { operations, onProgress, signal } = request;
    const watch = new StallWatch(patienceWith(cells), signal);
    const count = () => (operations ? countOperations(this.#session, operations) : undefined);
    this.#forgetConsole();
    // No await between these: nothing that the target runs may come between them.
    const before = count();
    const copies = exposure.copyEntries();
    const reply = this.#session.takeSnapshot((size) => {
      watch.touch();
      onProgress?.(size);
    });
    const after = count();
    this.#late = reply.catch(() => {});
    try {
      // Bun lets the program go on before it answers what was asked during the snapshot.
      const all = Promise.all([reply, before, after, copies]);
      const [snapshot, near, far] = await Promise.race([all, watch.stalled]);
      return { snapshot, repair: repairOf(snapshot), near, far };
    } finally {
      watch.stop();
    }
  }

  /**
   * As long as its inspector is open, JavaScriptCore keeps the last 100 console messages with all that was logged: in
   * a snapshot they would look like what the program keeps.
   */
  #forgetConsole(): void {
    this.#session.send('Console.clearMessages', undefined).catch(() => {});
  }

  /**
   * Ids begin anew where any client of the inspector disconnects or disables the Heap domain: the global object, one
   * of the oldest, then has another id, or the ids go back.
   */
  #renewEpochIfReset(snapshot: JscSnapshot): void {
    const global = globalIdIn(snapshot);
    const largest = largestId(snapshot);
    if (global !== this.#globalId || largest < this.#largestId) {
      this.#epoch = `${global}@${randomUUID()}`;
      this.#left = new Map();
    }
    this.#globalId = global;
    this.#largestId = largest;
  }

  async #write(file: CaptureFile, { snapshot, repair }: Taken, request: CaptureRequest): Promise<void> {
    const extra = {
      runtimeVersion: this.#runtimeVersion,
      repaired: repaired({ snapshot, repair }),
    };
    for (const chunk of snapshotText(snapshot, repair, extra)) {
      if (!file.write(chunk)) await file.drained();
      request.onProgress?.(file.size);
    }
  }
}

interface Taken extends OperationCounts {
  readonly snapshot: JscSnapshot;
  readonly repair: CollectionRepair;
}

type Read = Pick<Taken, 'snapshot' | 'repair'>;

function notRestored({ snapshot, repair }: Read): readonly Collection[] {
  const restored = new Set(repair.restored.map(({ id }) => id));
  return collectionsIn(snapshot).filter(({ id }) => !restored.has(id));
}

function storageOf(collections: readonly Collection[]): Bytes {
  return collections.reduce((sum, { storage }) => sum + storage, 0);
}

function repaired(read: Read): { maps: number; sets: number; left: number } {
  const left = new Set(notRestored(read).map(({ id }) => id));
  const withStorage = collectionsIn(read.snapshot).filter(({ id }) => !left.has(id));
  const maps = withStorage.filter(({ isMap }) => isMap).length;
  return { maps, sets: withStorage.length - maps, left: left.size };
}

function globalIdIn({ nodes, nodeClassNames }: JscSnapshot): number {
  const name = nodeClassNames.indexOf('GlobalObject');
  let smallest = Number.POSITIVE_INFINITY;
  for (let at = 0; at < nodes.length; at += fieldsPerNode) {
    if (nodes.at(at + 2) === name) smallest = Math.min(smallest, nodes.at(at));
  }
  return smallest;
}
