import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import type { TargetDescription } from '../../format/recording.ts';
import type { Millis } from '../../format/units.ts';
import type { CaptureRequest, CaptureResult, Connection, RuntimeSample } from '../connection.ts';
import { ProbeError } from '../probe-error.ts';
import { nodeOptionsOf, requireProbeable, targetGone } from '../target/gate.ts';
import { listenSocketsOf } from '../target/listen-sockets.ts';
import { endsSoon } from '../target/process-end.ts';
import { describeProcess } from '../target/target-process.ts';
import { AllocationSampler } from './allocation-sampler.ts';
import { DevtoolsConnection } from './devtools-connection.ts';
import { HeapPulses } from './heap-pulses.ts';
import { HeapSnapshots } from './heap-snapshots.ts';
import { inspectorOptions } from './inspector-options.ts';
import { awaitOwnInspector, inodesOf, type OpenInspector, openInspector } from './open-inspector.ts';
import { inTurnForPort } from './port-turn.ts';
import { RuntimeSampler } from './runtime-sampler.ts';

const answerTimeout: Millis = 10_000;
/** After its last command the target closes its socket within milliseconds; a snapshot under way delays it. */
const closeTimeout: Millis = 10_000;

export interface AttachOptions {
  /** Load the addon that pulses need into the process; where that fails, the connection has a note and no pulses. */
  readonly pulses?: boolean;
}

/**
 * Attaches to a live Node process: from here on its inspector is open on a loopback port of its own,
 * until `detach`.
 * @throws ProbeError with the reason why it cannot be attached; the process is then as it was.
 */
export async function attachToNode(pid: number, options: AttachOptions = {}): Promise<Connection> {
  requireProbeable(pid);
  const { port } = inspectorOptions(nodeOptionsOf(pid));
  const { inspector, devtools, notes } = await inTurnForPort(port, () => connect(pid));
  try {
    const target = await describeTarget(pid, devtools);
    await devtools.send('HeapProfiler.enable', undefined, answerTimeout);
    const pulses = options.pulses ? await preparePulses(devtools, target) : {};
    return await NodeConnection.create(target, inspector, devtools, notes, pulses);
  } catch (error) {
    await leave(pid, inspector, devtools);
    throw error;
  }
}

async function connect(pid: number): Promise<Connected> {
  const found = await openInspector(pid);
  const devtools = await DevtoolsConnection.open(found.url, `process ${pid}`);
  if (!found.opened) return { inspector: found, devtools, notes: [alreadyOpen(found)] };
  return await moveToOwnPort(pid, found, devtools);
}

interface Connected {
  readonly inspector: OpenInspector;
  readonly devtools: DevtoolsConnection;
  readonly notes: readonly string[];
}

/**
 * Every Node process opens its inspector on the same port. Moving ours to a free one lets other
 * probes and debuggers attach to other processes meanwhile. Closing the inspector drops the session
 * that asks for it, so there is a reply only where that did not work.
 */
async function moveToOwnPort(
  pid: number,
  found: OpenInspector,
  first: DevtoolsConnection,
): Promise<Connected> {
  const before = inodesOf(pid);
  const stays = await first
    .send('Runtime.evaluate', { expression: reopenExpression, includeCommandLineAPI: true }, answerTimeout)
    .then(() => true)
    .catch((error: ProbeError) => error.code === 'target-silent');
  if (stays) return { inspector: found, devtools: first, notes: [stayedNote(found)] };
  const moved = (await awaitOwnInspector(pid, before)) ?? (await openInspector(pid));
  return {
    inspector: { ...moved, opened: true },
    devtools: await DevtoolsConnection.open(moved.url, `process ${pid}`),
    notes: [],
  };
}

// Before Node 20.16 there is no getBuiltinModule; `require` is there in the command line API.
const builtin = (name: string) =>
  `(process.getBuiltinModule ? process.getBuiltinModule('${name}') : require('${name}'))`;
const reopenExpression = `{ const inspector = ${builtin('inspector')}; process._debugEnd(); inspector.open(0, '127.0.0.1') }`;

function stayedNote({ socket }: OpenInspector): string {
  return `the inspector could not be moved off port ${socket.port}: nothing else could open one there meanwhile`;
}

function alreadyOpen({ socket }: OpenInspector): string {
  return `the inspector was already open on port ${socket.port} and is left open`;
}

const answer = v.object({
  version: v.string(),
  platform: v.string(),
  architecture: v.string(),
  directory: v.string(),
});

async function describeTarget(pid: number, devtools: DevtoolsConnection): Promise<TargetDescription> {
  const seen = describeProcess(pid);
  if (seen === undefined) throw targetGone(pid, 'while it was being attached');
  const { result } = await devtools.send(
    'Runtime.evaluate',
    {
      expression:
        '({ version: process.versions.node, platform: process.platform, architecture: process.arch, directory: process.cwd() })',
      returnByValue: true,
      silent: true,
    },
    answerTimeout,
  );
  const { version, platform, architecture, directory } = v.parse(answer, result.value);
  return {
    pid,
    runtime: 'node',
    version,
    executable: seen.executable ?? seen.command[0] ?? '',
    command: seen.command,
    directory,
    startedAt: seen.startedAt,
    platform,
    architecture,
  };
}

type PreparedPulses = { readonly pulses?: HeapPulses; readonly note?: string };

async function preparePulses(
  devtools: DevtoolsConnection,
  target: TargetDescription,
): Promise<PreparedPulses> {
  try {
    return { pulses: await HeapPulses.prepare(devtools, target) };
  } catch (error) {
    if (!(error instanceof ProbeError) || error.code !== 'no-pulses') throw error;
    return { note: `there are no pulses, only captures: ${error.message}; ${error.next}` };
  }
}

class NodeConnection implements Connection {
  readonly target: TargetDescription;
  readonly notes: readonly string[];
  readonly pulses?: HeapPulses;
  readonly allocations: AllocationSampler;
  readonly #inspector: OpenInspector;
  readonly #devtools: DevtoolsConnection;
  readonly #snapshots: HeapSnapshots;
  readonly #sampler: RuntimeSampler;
  readonly #ended = new AbortController();
  #detaching = false;

  static async create(
    target: TargetDescription,
    inspector: OpenInspector,
    devtools: DevtoolsConnection,
    notes: readonly string[],
    pulses: PreparedPulses,
  ): Promise<NodeConnection> {
    const connection = new NodeConnection(target, inspector, devtools, notes, pulses);
    await connection.#letTargetExit();
    return connection;
  }

  private constructor(
    target: TargetDescription,
    inspector: OpenInspector,
    devtools: DevtoolsConnection,
    notes: readonly string[],
    { pulses, note }: PreparedPulses,
  ) {
    this.target = target;
    this.notes = note === undefined ? notes : [...notes, note];
    if (pulses !== undefined) this.pulses = pulses;
    this.#inspector = inspector;
    this.#devtools = devtools;
    this.allocations = new AllocationSampler(devtools);
    this.#snapshots = new HeapSnapshots(devtools);
    this.#sampler = new RuntimeSampler(devtools);
    devtools.closed.addEventListener('abort', () => void this.#end(), { once: true });
  }

  /** A process with a connected inspector waits at its exit until the inspector's client leaves. */
  async #letTargetExit(): Promise<void> {
    this.#devtools.on('NodeRuntime.waitingForDisconnect', () => {
      this.#ended.abort(targetGone(this.target.pid, 'by itself'));
      void this.#devtools.close();
    });
    await this.#devtools.send('NodeRuntime.enable', undefined, answerTimeout);
    await this.#devtools.send('NodeRuntime.notifyWhenWaitingForDisconnect', { enabled: true }, answerTimeout);
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
    if (!this.#devtools.closed.aborted) await this.pulses?.stop();
    return await leave(this.target.pid, this.#inspector, this.#devtools);
  }
}

function isAboutDisk(error: unknown): boolean {
  return error instanceof ProbeError && (error.code === 'disk-full' || error.code === 'folder-not-writable');
}

/**
 * Closes what was opened and looks whether it is closed. Closing the inspector also ends V8's tracking
 * of object ids, which slows down allocation; where the inspector is not ours, leaving it does the same.
 */
async function leave(
  pid: number,
  { socket, opened }: OpenInspector,
  devtools: DevtoolsConnection,
): Promise<readonly string[]> {
  if (!opened || devtools.closed.aborted) {
    await devtools.close();
  } else {
    // Drops this session without a reply, also in a loop that computes.
    devtools.send('Runtime.evaluate', { expression: 'process._debugEnd()' }).catch(() => {});
  }
  if (!opened || (await portGone(pid, socket.inode))) return [];
  await devtools.close();
  return [`the inspector of process ${pid} stays open on port ${socket.port}: the process did not answer`];
}

async function portGone(pid: number, inode: string): Promise<boolean> {
  const deadline = Date.now() + closeTimeout;
  while (listenSocketsOf(pid).some((socket) => socket.inode === inode)) {
    if (Date.now() > deadline) return false;
    await sleep(5);
  }
  return true;
}
