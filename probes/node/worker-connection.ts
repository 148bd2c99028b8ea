import type { TargetDescription } from '../../format/recording.ts';
import type { Millis } from '../../format/units.ts';
import type {
  CaptureRequest,
  CaptureResult,
  Connection,
  RuntimeSample,
  WorkerSource,
} from '../connection.ts';
import type { DevtoolsSession } from './devtools-session.ts';
import { HeapSnapshots } from './heap-snapshots.ts';
import type { HeldFlags } from './held-flags.ts';
import { RuntimeSampler } from './runtime-sampler.ts';
import { StackTracking } from './stack-tracking.ts';
import { WorkerSessions, type WorkerThread } from './worker-sessions.ts';

const answerTimeout: Millis = 10_000;

/** The worker threads of one Node process, over its session. */
export class NodeWorkers implements WorkerSource {
  readonly #devtools: DevtoolsSession;
  readonly #process: TargetDescription;
  readonly #flags: HeldFlags;

  constructor(devtools: DevtoolsSession, process: TargetDescription, flags: HeldFlags) {
    this.#devtools = devtools;
    this.#process = process;
    this.#flags = flags;
  }

  async watch(onWorker: (worker: Connection) => void): Promise<void> {
    const sessions = new WorkerSessions(this.#devtools, (thread, session) => {
      onWorker(new WorkerConnection(this.#process, thread, session, this.#flags));
    });
    await sessions.enable();
  }
}

/** The heap of one worker thread. */
class WorkerConnection implements Connection {
  readonly target: TargetDescription;
  readonly notes: readonly string[] = [];
  readonly stacks: StackTracking;
  readonly #session: DevtoolsSession;
  readonly #snapshots: HeapSnapshots;
  readonly #sampler: RuntimeSampler;
  #enabled = false;

  constructor(process: TargetDescription, thread: WorkerThread, session: DevtoolsSession, flags: HeldFlags) {
    this.target = { ...process, thread };
    this.#session = session;
    this.stacks = new StackTracking(session, flags);
    this.#snapshots = new HeapSnapshots(session, this.stacks);
    this.#sampler = new RuntimeSampler(session);
  }

  get ended(): AbortSignal {
    return this.#session.closed;
  }

  sampleRuntime(): Promise<RuntimeSample | undefined> {
    return this.#sampler.sample();
  }

  async capture(request: CaptureRequest): Promise<CaptureResult> {
    if (!this.#enabled) await this.#session.send('HeapProfiler.enable', undefined, answerTimeout);
    this.#enabled = true;
    return await this.#snapshots.capture(request);
  }

  async detach(): Promise<readonly string[]> {
    await this.stacks.leave();
    return [];
  }
}
