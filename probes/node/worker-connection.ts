import { setTimeout as sleep } from 'node:timers/promises';
import type { TargetDescription } from '../../format/recording.ts';
import type { Millis } from '../../format/units.ts';
import type {
  CaptureRequest,
  CaptureResult,
  Connection,
  RuntimeSample,
  WorkerSource,
} from '../connection.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import { ConsoleEntries } from './console-entries.ts';
import { HeapSnapshots, noStacks } from './heap-snapshots.ts';
import type { HeldFlags } from './held-flags.ts';
import { RuntimeSampler } from './runtime-sampler.ts';
import { StackTracking } from './stack-tracking.ts';
import { WorkerSessions, type WorkerThread } from './worker-sessions.ts';

const leaveTimeout: Millis = 500;

/** The worker threads of one Node process, over its session. */
export class NodeWorkers implements WorkerSource {
  readonly #devtools: DevtoolsSession;
  readonly #process: TargetDescription;
  readonly #flags: HeldFlags | undefined;
  readonly #ownsConsole: boolean;
  readonly #connected = new Set<WorkerConnection>();

  /** @param flags undefined if they cannot be switched: then nothing of it is recorded that needs that */
  constructor(
    devtools: DevtoolsSession,
    process: TargetDescription,
    flags: HeldFlags | undefined,
    ownsConsole: boolean,
  ) {
    this.#devtools = devtools;
    this.#process = process;
    this.#flags = flags;
    this.#ownsConsole = ownsConsole;
  }

  async watch(onWorker: (worker: Connection) => void): Promise<void> {
    const sessions = new WorkerSessions(this.#devtools, (thread, session) => {
      const console = new ConsoleEntries(session, this.#ownsConsole);
      const worker = new WorkerConnection(this.#process, thread, session, this.#flags, console);
      this.#connected.add(worker);
      worker.ended.addEventListener('abort', () => this.#connected.delete(worker), { once: true });
      onWorker(worker);
    });
    await sessions.enable();
  }

  /** Takes back what was left in the workers, whose sessions end with that of their process. Never throws. */
  async leave(): Promise<void> {
    await Promise.all([...this.#connected].map((worker) => worker.leave()));
  }
}

/** The heap of one worker thread. */
class WorkerConnection implements Connection {
  readonly target: TargetDescription;
  readonly notes: readonly string[] = [];
  readonly stacks?: StackTracking;
  readonly #session: DevtoolsSession;
  readonly readsValues = true;
  readonly #snapshots: HeapSnapshots;
  readonly #sampler: RuntimeSampler;
  readonly #console: ConsoleEntries;
  #enabled = false;

  constructor(
    process: TargetDescription,
    thread: WorkerThread,
    session: DevtoolsSession,
    flags: HeldFlags | undefined,
    console: ConsoleEntries,
  ) {
    this.target = { ...process, thread };
    this.#session = session;
    if (flags !== undefined) this.stacks = new StackTracking(session, flags);
    this.#console = console;
    this.#snapshots = new HeapSnapshots(session, this.stacks ?? noStacks, console);
    this.#sampler = new RuntimeSampler(session, console);
  }

  get ended(): AbortSignal {
    return this.#session.closed;
  }

  sampleRuntime(): Promise<RuntimeSample | undefined> {
    return this.#sampler.sample();
  }

  sampleHeap(): Promise<RuntimeSample | undefined> {
    return this.#sampler.sampleAtOnce();
  }

  async capture(request: CaptureRequest): Promise<CaptureResult> {
    if (!this.#enabled) await this.#session.send('HeapProfiler.enable', undefined, answerTimeout);
    this.#enabled = true;
    return await this.#snapshots.capture(request);
  }

  async detach(): Promise<readonly string[]> {
    await this.stacks?.leave();
    return [];
  }

  /** Never throws. */
  async leave(): Promise<void> {
    await this.#sampler.leave();
    await Promise.race([this.#console.discard(), sleep(leaveTimeout)]);
  }
}
