import type { TargetDescription } from '../../format/recording.ts';
import type { CaptureRequest, CaptureResult, Connection, RuntimeSample } from '../connection.ts';
import { ProbeError } from '../probe-error.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import { ConnectionEnd } from '../transport/connection-end.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import { AllocationSampler } from './allocation-sampler.ts';
import { ConsoleEntries } from './console-entries.ts';
import type { HeapPulses } from './heap-pulses.ts';
import { HeapSnapshots, noStacks } from './heap-snapshots.ts';
import { HeldFlags, offForStacks } from './held-flags.ts';
import type { SessionHold } from './inspector/inspector-hold.ts';
import { NodeExperiments } from './node-experiments.ts';
import type { PreparedPulses } from './prepare-pulses.ts';
import { RuntimeSampler } from './runtime-sampler.ts';
import { StackTracking } from './stack-tracking.ts';
import { HeldWalker } from './visits/held-walker.ts';
import { NodeCensus } from './visits/node-census.ts';
import { NodeVisits } from './visits/node-visits.ts';
import { NodeWorkers } from './worker-connection.ts';

/** What a program with Node's modules bears of what a Node does. */
export interface NodeMeans {
  /** The walker of visits and of the census trusts no built-in function that was written in JavaScript. */
  readonly visits: boolean;
  /** Of V8, as they are switched off while stacks are recorded. */
  readonly flags: boolean;
}

const allMeans: NodeMeans = { visits: true, flags: true };

/** A Node process through a session with its inspector. */
export class NodeConnection<T extends TargetDescription = TargetDescription> implements Connection {
  readonly target: T;
  readonly notes: readonly string[];
  readonly workers: NodeWorkers;
  readonly pulses?: HeapPulses;
  readonly allocations: AllocationSampler;
  readonly visits?: NodeVisits;
  readonly census?: NodeCensus;
  readonly readsValues = true;
  readonly stacks?: StackTracking;
  readonly experiments?: NodeExperiments;
  readonly #hold: SessionHold;
  readonly #devtools: DevtoolsSession;
  readonly #snapshots: HeapSnapshots;
  readonly #sampler: RuntimeSampler;
  readonly #end: ConnectionEnd;
  #workBeforeExit: () => Promise<void> = async () => {};

  static async create<T extends TargetDescription>(
    target: T,
    hold: SessionHold,
    pulses: PreparedPulses,
    means = allMeans,
  ): Promise<NodeConnection<T>> {
    const connection = new NodeConnection(target, hold, pulses, means);
    await connection.#letTargetExit();
    return connection;
  }

  private constructor(target: T, hold: SessionHold, { pulses, note }: PreparedPulses, means: NodeMeans) {
    const { devtools, notes } = hold;
    const console = new ConsoleEntries(devtools, hold.ownsConsole);
    this.target = target;
    this.notes = note === undefined ? notes : [...notes, note];
    if (pulses !== undefined) this.pulses = pulses;
    const flags = means.flags ? new HeldFlags(devtools, offForStacks) : undefined;
    this.workers = new NodeWorkers(devtools, target, flags, hold.ownsConsole);
    this.#hold = hold;
    this.#devtools = devtools;
    this.allocations = new AllocationSampler(devtools);
    if (means.visits) {
      const walker = new HeldWalker(devtools);
      this.visits = new NodeVisits(devtools, walker);
      this.census = new NodeCensus(devtools, walker);
    }
    if (flags !== undefined) {
      this.stacks = new StackTracking(devtools, flags);
      this.experiments = new NodeExperiments(devtools, target);
    }
    this.#snapshots = new HeapSnapshots(devtools, this.stacks ?? noStacks, console);
    this.#sampler = new RuntimeSampler(devtools, console, target.address !== undefined);
    this.#end = new ConnectionEnd(target.pid, devtools.closed);
  }

  /** A process with a connected inspector waits at its exit until the inspector's client leaves. */
  async #letTargetExit(): Promise<void> {
    this.#devtools.on('NodeRuntime.waitingForDisconnect', () => void this.#leaveAtExit());
    await this.#sendIfKnown('NodeRuntime.enable');
    await this.#sendIfKnown('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true });
  }

  async #leaveAtExit(): Promise<void> {
    await this.#workBeforeExit().catch(() => {});
    this.#end.exiting();
    void this.#devtools.close();
  }

  beforeExit(work: () => Promise<void>): void {
    this.#workBeforeExit = work;
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

  get ended(): AbortSignal {
    return this.#end.signal;
  }

  sampleRuntime(): Promise<RuntimeSample | undefined> {
    return this.#sampler.sample();
  }

  sampleHeap(): Promise<RuntimeSample | undefined> {
    return this.#sampler.sampleAtOnce();
  }

  async capture(request: CaptureRequest): Promise<CaptureResult> {
    try {
      return await this.#snapshots.capture(request);
    } catch (error) {
      throw await this.#end.reasonFor(error);
    }
  }

  async forgetIds(): Promise<boolean> {
    await this.pulses?.stop();
    return await this.#snapshots.forgetIds().catch(() => false);
  }

  async detach(): Promise<readonly string[]> {
    this.#end.detaching();
    if (!this.#devtools.closed.aborted) {
      await Promise.all([
        this.pulses?.stop(),
        this.visits?.leave(),
        this.census?.leave(),
        this.stacks?.leave(),
        this.#sampler.leave(),
        this.workers.leave(),
      ]);
    }
    return await this.#hold.release();
  }
}
