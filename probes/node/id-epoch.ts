import { randomUUID } from 'node:crypto';
import { answerTimeout } from '../transport/answer-timeout.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';

const objectGroup = 'heaptrail';

/**
 * Within which equal ids mean the same object. V8 forgets all ids when any inspector session of the process that used the
 * heap profiler disconnects, and another document of a page has ids of its own: the global object, which every snapshot
 * numbers, then has the id 0 or another one.
 */
export class IdEpoch {
  readonly #devtools: DevtoolsSession;
  #name = '';
  #lastGlobalId = '';

  constructor(devtools: DevtoolsSession) {
    this.#devtools = devtools;
  }

  get name(): string {
    return this.#name;
  }

  async renewIfReset(): Promise<void> {
    const id = await this.#globalId();
    if (id === '0' || id !== this.#lastGlobalId) this.#name = randomUUID();
  }

  /** Remembers what a snapshot has numbered. */
  async note(): Promise<void> {
    this.#lastGlobalId = await this.#globalId();
  }

  /** From here on all ids are new. @returns whether the old ones are gone */
  async forget(): Promise<boolean> {
    this.#lastGlobalId = '';
    return (await this.#globalId()) === '0';
  }

  async #globalId(): Promise<string> {
    const { result } = await this.#devtools.send(
      'Runtime.evaluate',
      { expression: 'globalThis', objectGroup },
      answerTimeout,
    );
    const { heapSnapshotObjectId } = await this.#devtools.send(
      'HeapProfiler.getHeapObjectId',
      { objectId: result.objectId! },
      answerTimeout,
    );
    await this.#devtools.send('Runtime.releaseObjectGroup', { objectGroup }, answerTimeout);
    return heapSnapshotObjectId;
  }
}
