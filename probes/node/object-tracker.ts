import type { Session } from 'node:inspector';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Survivors } from '../../format/suspect.ts';
import type { Millis } from '../../format/units.ts';
import { ProbeError } from '../probe-error.ts';
import { noSurvivors, withFragments } from './birth-intervals.ts';
import { pulseAddonFor } from './pulse-addon.ts';

/** V8's own count of this thread's objects. */
export interface ObjectTracker {
  /** @throws ProbeError `no-pulses` */
  count(): Promise<ObjectCount>;
  stop(): void;
}

export interface ObjectCount {
  /** The largest object id so far. */
  readonly watermark: number;
  /** By V8's intervals since the start; there may be several from one count to the next. */
  readonly survivors: Survivors;
}

/** What `v8-profiler-next` gives us of V8. */
interface Addon {
  readonly heap: {
    startTrackingHeapObjects(): void;
    getHeapStats(onFragments: (fragments: readonly number[]) => void, onEnd: () => void): number;
    stopTrackingHeapObjects(): void;
  };
}

/** The addon counts when it is asked; the inspector, which is always there, every 50 ms. */
export function trackObjects(session: Session): ObjectTracker {
  const addon = loadAddon();
  return addon === undefined ? new TimedTracker(session) : new AskedTracker(addon);
}

/** Undefined if it is not installed, not built for this Node, or cannot be loaded into this thread. */
function loadAddon(): Addon | undefined {
  try {
    const file = pulseAddonFor({
      version: process.versions.node,
      abi: process.versions.modules,
      platform: process.platform,
      architecture: process.arch,
    });
    return createRequire(import.meta.url)(file);
  } catch {
    return undefined;
  }
}

class AskedTracker implements ObjectTracker {
  readonly #heap: Addon['heap'];
  #survivors = noSurvivors;
  #intervals = 0;

  constructor({ heap }: Addon) {
    this.#heap = heap;
    heap.startTrackingHeapObjects();
  }

  async count(): Promise<ObjectCount> {
    const fragments: number[] = [];
    const watermark = this.#heap.getHeapStats(
      (some) => {
        for (const number of some) fragments.push(number);
      },
      () => {},
    );
    this.#intervals += 1;
    this.#survivors = withFragments(this.#survivors, fragments, this.#intervals);
    return { watermark, survivors: this.#survivors };
  }

  stop(): void {
    this.#heap.stopTrackingHeapObjects();
  }
}

const patience: Millis = 30_000;
const turn: Millis = 2;

/** Each of its counts is a full garbage collection, also while operations are under way. */
class TimedTracker implements ObjectTracker {
  #fragments: number[] = [];
  #survivors = noSurvivors;
  #intervals = 0;
  #watermark = 0;

  constructor(session: Session) {
    session.on('HeapProfiler.heapStatsUpdate', ({ params }) => {
      for (const number of params.statsUpdate) this.#fragments.push(number);
    });
    session.on('HeapProfiler.lastSeenObjectId', ({ params }) => {
      this.#intervals += 1;
      this.#survivors = withFragments(this.#survivors, this.#fragments, this.#intervals);
      this.#fragments = [];
      this.#watermark = params.lastSeenObjectId;
    });
    session.post('HeapProfiler.startTrackingHeapObjects', { trackAllocations: false });
  }

  async count(): Promise<ObjectCount> {
    const start = Date.now();
    const before = this.#intervals;
    while (this.#intervals === before) {
      if (Date.now() - start > patience) throw silent();
      await sleep(turn);
    }
    return { watermark: this.#watermark, survivors: this.#survivors };
  }

  /** It ends with its session. */
  stop(): void {}
}

function silent(): ProbeError {
  return new ProbeError(
    'no-pulses',
    `V8 did not count this thread's objects within ${patience / 1000} seconds`,
    'let the event loop turn between operations, or report it',
  );
}
