import type { TargetDescription } from '../../format/recording.ts';
import type {
  CaptureRequest,
  CaptureResult,
  Connection,
  RuntimeSample,
  WorkerSource,
} from '../connection.ts';
import { AllocationSampler } from '../node/allocation-sampler.ts';
import { ConsoleEntries } from '../node/console-entries.ts';
import { HeapSnapshots, noStacks } from '../node/heap-snapshots.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import { ConnectionEnd } from '../transport/connection-end.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import { ProtocolSampler } from './protocol-sampler.ts';

/** Any V8 behind an inspector that is no Node: what its protocol has, and nothing more. */
export class V8Connection implements Connection {
  readonly target: TargetDescription;
  readonly notes: readonly string[] = [];
  readonly allocations: AllocationSampler;
  readonly readsValues = true;
  readonly workers?: WorkerSource;
  readonly #devtools: DevtoolsSession;
  readonly #snapshots: HeapSnapshots;
  readonly #sampler: ProtocolSampler;
  readonly #end: ConnectionEnd;

  constructor(target: TargetDescription, devtools: DevtoolsSession, workers?: WorkerSource) {
    this.target = target;
    this.#devtools = devtools;
    this.#sampler = new ProtocolSampler(devtools);
    // It stands on the wire before all that needs it. A target without it says so to each of them.
    devtools.send('HeapProfiler.enable', undefined, answerTimeout).catch(() => {});
    this.allocations = new AllocationSampler(devtools);
    if (workers !== undefined) this.workers = workers;
    this.#snapshots = new HeapSnapshots(devtools, noStacks, new ConsoleEntries(devtools, false));
    this.#end = new ConnectionEnd(undefined, devtools.closed);
  }

  get ended(): AbortSignal {
    return this.#end.signal;
  }

  sampleRuntime(): Promise<RuntimeSample | undefined> {
    return this.#sampler.sample();
  }

  async capture(request: CaptureRequest): Promise<CaptureResult> {
    try {
      return await this.#snapshots.capture(request);
    } catch (error) {
      throw await this.#end.reasonFor(error);
    }
  }

  /** The end of the session ends all that it has begun in the target. */
  async detach(): Promise<readonly string[]> {
    this.#end.detaching();
    await this.#sampler.leave();
    await this.#devtools.close();
    return [];
  }
}
