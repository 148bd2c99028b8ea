import type { TargetDescription } from '../../format/recording.ts';
import type { Millis } from '../../format/units.ts';
import type { CaptureRequest, CaptureResult, Connection, RuntimeSample } from '../connection.ts';
import { ProbeError } from '../probe-error.ts';
import { targetGone } from '../target/gate.ts';
import { endsSoon } from '../target/process-end.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import { AllocationSampler } from './allocation-sampler.ts';
import { ConsoleEntries } from './console-entries.ts';
import type { HeapPulses } from './heap-pulses.ts';
import { HeapSnapshots } from './heap-snapshots.ts';
import { HeldFlags } from './held-flags.ts';
import type { SessionHold } from './inspector/inspector-hold.ts';
import type { PreparedPulses } from './prepare-pulses.ts';
import { RuntimeSampler } from './runtime-sampler.ts';
import { StackTracking } from './stack-tracking.ts';
import { NodeWorkers } from './worker-connection.ts';

const answerTimeout: Millis = 10_000;

/** A Node process through a session with its inspector. */
export class NodeConnection implements Connection {
  readonly target: TargetDescription;
  readonly notes: readonly string[];
  readonly workers: NodeWorkers;
  readonly pulses?: HeapPulses;
  readonly allocations: AllocationSampler;
  readonly stacks: StackTracking;
  readonly #hold: SessionHold;
  readonly #devtools: DevtoolsSession;
  readonly #snapshots: HeapSnapshots;
  readonly #sampler: RuntimeSampler;
  readonly #ended = new AbortController();
  #detaching = false;

  static async create(
    target: TargetDescription,
    hold: SessionHold,
    pulses: PreparedPulses,
  ): Promise<NodeConnection> {
    const connection = new NodeConnection(target, hold, pulses);
    await connection.#letTargetExit();
    return connection;
  }

  private constructor(target: TargetDescription, hold: SessionHold, { pulses, note }: PreparedPulses) {
    const { devtools, notes } = hold;
    const console = new ConsoleEntries(devtools, hold.ownsConsole);
    this.target = target;
    this.notes = note === undefined ? notes : [...notes, note];
    if (pulses !== undefined) this.pulses = pulses;
    const flags = new HeldFlags(devtools);
    this.workers = new NodeWorkers(devtools, target, flags, hold.ownsConsole);
    this.#hold = hold;
    this.#devtools = devtools;
    this.allocations = new AllocationSampler(devtools);
    this.stacks = new StackTracking(devtools, flags);
    this.#snapshots = new HeapSnapshots(devtools, this.stacks, console);
    this.#sampler = new RuntimeSampler(devtools, console);
    devtools.closed.addEventListener('abort', () => void this.#end(), { once: true });
  }

  /** A process with a connected inspector waits at its exit until the inspector's client leaves. */
  async #letTargetExit(): Promise<void> {
    this.#devtools.on('NodeRuntime.waitingForDisconnect', () => {
      this.#ended.abort(targetGone(this.target.pid, 'by itself'));
      void this.#devtools.close();
    });
    await this.#sendIfKnown('NodeRuntime.enable');
    await this.#sendIfKnown('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true });
  }

  /** Before Node 20.6 one is missing, and the other is enough. A target without both waits at its exit until we leave. */
  async #sendIfKnown(
    method: 'NodeRuntime.enable' | 'NodeRuntime.notifyWhenWaitingForDisconnect',
    params?: { enabled: boolean },
  ): Promise<void> {
    try {
      await this.#devtools.send(method, params, answerTimeout);
    } catch (error) {
      if (!(error instanceof ProbeError) || error.code !== 'protocol-failed') throw error;
    }
  }

  /** Tells a target that is gone from a connection that broke, where we did not close it ourselves. */
  async #end(): Promise<void> {
    const { pid } = this.target;
    const gone = !this.#detaching && !this.#ended.signal.aborted && (await endsSoon(pid));
    this.#ended.abort(gone ? targetGone(pid, 'while it was recorded') : this.#devtools.closed.reason);
  }

  get ended(): AbortSignal {
    return this.#ended.signal;
  }

  sampleRuntime(): Promise<RuntimeSample | undefined> {
    return this.#sampler.sample();
  }

  async capture(request: CaptureRequest): Promise<CaptureResult> {
    try {
      return await this.#snapshots.capture(request);
    } catch (error) {
      if (isAboutDisk(error) || !this.#devtools.closed.aborted) throw error;
      // What matters to the reader is that the target ended, not that a socket closed.
      throw await this.#reasonOfEnd();
    }
  }

  async #reasonOfEnd(): Promise<unknown> {
    if (!this.ended.aborted) {
      await new Promise((resolve) => this.ended.addEventListener('abort', resolve, { once: true }));
    }
    return this.ended.reason;
  }

  async forgetIds(): Promise<boolean> {
    await this.pulses?.stop();
    return await this.#snapshots.forgetIds().catch(() => false);
  }

  async detach(): Promise<readonly string[]> {
    this.#detaching = true;
    if (!this.#devtools.closed.aborted) {
      await Promise.all([
        this.pulses?.stop(),
        this.stacks.leave(),
        this.#sampler.leave(),
        this.workers.leave(),
      ]);
    }
    return await this.#hold.release();
  }
}

function isAboutDisk(error: unknown): boolean {
  return error instanceof ProbeError && (error.code === 'disk-full' || error.code === 'folder-not-writable');
}
