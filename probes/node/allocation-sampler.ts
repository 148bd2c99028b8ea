import { setTimeout as sleep } from 'node:timers/promises';
import type { Protocol } from 'devtools-protocol';
import type { Bytes, Millis } from '../../format/units.ts';
import type { AllocationSource, SampledAllocations } from '../connection.ts';
import { ProbeError } from '../probe-error.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';

/**
 * A profile collects all garbage: with 20 million objects that takes seconds, and more on a busy machine. A target that
 * computes without a pause does not get to it.
 */
const profileTimeout: Millis = 30_000;
/** While the rate is measured: coarse enough to cost next to nothing at any rate. */
const roughInterval: Bytes = 64 << 10;

/**
 * V8's sampling heap profiler over one inspector session. It ends with the session, whatever becomes of the target.
 * A profile collects all garbage first, so that it tells of what is alive alone.
 */
export class AllocationSampler implements AllocationSource {
  readonly #devtools: DevtoolsSession;

  constructor(devtools: DevtoolsSession) {
    this.#devtools = devtools;
  }

  /** V8 has one sampling profiler for all sessions: stopping ours would end that of the program as well. */
  async isTaken(): Promise<boolean> {
    try {
      await this.#devtools.send('HeapProfiler.getSamplingProfile', undefined, profileTimeout);
      return true;
    } catch (error) {
      if (error instanceof ProbeError && error.code === 'protocol-failed') return false;
      throw error;
    }
  }

  async measureRate(span: Millis): Promise<number> {
    const start = Date.now();
    await this.#devtools.send(
      'HeapProfiler.startSampling',
      {
        samplingInterval: roughInterval,
        includeObjectsCollectedByMajorGC: true,
        includeObjectsCollectedByMinorGC: true,
      },
      profileTimeout,
    );
    await sleep(span);
    const { profile } = await this.#devtools.send('HeapProfiler.stopSampling', undefined, profileTimeout);
    return (totalOf(profile.head) / (Date.now() - start)) * 1000;
  }

  async start(interval: Bytes): Promise<void> {
    await this.#devtools.send('HeapProfiler.startSampling', { samplingInterval: interval }, profileTimeout);
  }

  async profile(): Promise<SampledAllocations> {
    const { profile } = await this.#devtools.send(
      'HeapProfiler.getSamplingProfile',
      undefined,
      profileTimeout,
    );
    return sampledIn(profile);
  }

  /** Collects all garbage as `profile` does: one of both is enough. */
  async stop(): Promise<SampledAllocations> {
    const { profile } = await this.#devtools.send('HeapProfiler.stopSampling', undefined, profileTimeout);
    return sampledIn(profile);
  }
}

function sampledIn(profile: Protocol.HeapProfiler.SamplingHeapProfile): SampledAllocations {
  return {
    text: JSON.stringify(profile),
    lastOrdinal: profile.samples.reduce((last, { ordinal }) => Math.max(last, ordinal), 0),
  };
}

function totalOf(head: Protocol.HeapProfiler.SamplingHeapProfileNode): Bytes {
  let total = 0;
  const pending = [head];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    total += node.selfSize;
    pending.push(...node.children);
  }
  return total;
}
