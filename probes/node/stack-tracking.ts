import type { Millis } from '../../format/units.ts';
import type { StackSource } from '../connection.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import { type HeldFlags, optimizeAnew } from './held-flags.ts';

/** It begins with a collection of all garbage and gives every object an id, as a pulse does. */
const startTimeout: Millis = 60_000;

/**
 * V8's own record of the stack of every allocation (`AllocationTracker`), over one inspector session. With it comes the
 * inspector's timer, which collects all garbage every 50 ms. Both end with a snapshot, or with the session, whatever
 * becomes of the target.
 */
export class StackTracking implements StackSource {
  readonly #devtools: DevtoolsSession;
  readonly #flags: HeldFlags;
  #isOn = false;

  constructor(devtools: DevtoolsSession, flags: HeldFlags) {
    this.#devtools = devtools;
    this.#flags = flags;
  }

  /** Whether the next snapshot has to end it. */
  get isOn(): boolean {
    return this.#isOn;
  }

  async start(): Promise<void> {
    await this.#flags.hold();
    this.#isOn = true;
    await optimizeAnew(this.#devtools);
    await this.#devtools.send(
      'HeapProfiler.startTrackingHeapObjects',
      { trackAllocations: true },
      startTimeout,
    );
  }

  /** A snapshot has ended it, or the session is about to. Never throws. */
  async leave(): Promise<void> {
    if (!this.#isOn) return;
    this.#isOn = false;
    await this.#flags.release();
    await optimizeAnew(this.#devtools).catch(() => {});
  }
}
