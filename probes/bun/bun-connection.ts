import * as v from 'valibot';
import { maskedArguments } from '../../format/masked-arguments.ts';
import type { ProcessDescription } from '../../format/recording.ts';
import type { Bytes, Millis } from '../../format/units.ts';
import type { CaptureRequest, CaptureResult, ProcessConnection, RuntimeSample } from '../connection.ts';
import { host } from '../host/this-host.ts';
import { ProbeError } from '../probe-error.ts';
import { requireSame, toldIdentity } from '../target/answering-process.ts';
import { targetGone } from '../target/gate.ts';
import { describeProcess } from '../target/target-process.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import { ConnectionEnd } from '../transport/connection-end.ts';
import { BunExperiments } from './bun-experiments.ts';
import { captureRefusal, hasSafeV8Snapshot, inProcessRefusal } from './bun-versions.ts';
import { HeapCaptures } from './heap-captures.ts';
import type { JscSession } from './jsc-session.ts';
import { RuntimeSampler } from './runtime-sampler.ts';
import { V8Captures } from './v8-captures.ts';
import { BunVisits } from './visits/bun-visits.ts';
import { countWorkers } from './worker-count.ts';

/** Longer than a full collection of a heap of some GB takes. */
const closeTimeout: Millis = 10_000;

const leastCell: Bytes = 16;

/** Up to how many objects a heap can be captured. */
export interface CaptureLimits {
  /**
   * A message of the inspector above 358 MB ends the target; snapshots took 57 bytes for each object. Absent if
   * there is no inspector.
   */
  readonly inspector?: number;
  /** Of Bun's snapshots in the format of V8: measured to live; at 16 million objects 1.3.14 and 1.4.0 ended. */
  readonly v8: number;
}

const measuredLimits: CaptureLimits = { inspector: 5_500_000, v8: 8_000_000 };

/** What a session knows before it begins. */
export interface SessionTerms {
  /** What attaching had to do differently. */
  readonly notes?: readonly string[];
  readonly limits?: CaptureLimits;
}

/** Of sessions with the probe that a Bun carries itself. */
export const fromInside: SessionTerms = {
  notes: [
    "recorded from inside, without the inspector: captures are Bun's V8 snapshots, without stable object ids and " +
      'without the entries of Maps and Sets',
  ],
  limits: { v8: measuredLimits.v8 },
};

/**
 * Begins to probe a Bun process over an open session.
 * @throws ProbeError `target-silent`, `target-gone`; the session is then closed
 */
export async function connectToBun(
  pid: number,
  session: JscSession,
  { notes = [], limits = measuredLimits }: SessionTerms = {},
): Promise<ProcessConnection> {
  try {
    return new BunConnection(await describeTarget(pid, session), session, notes, limits);
  } catch (error) {
    await session.close();
    throw error;
  }
}

const answer = v.object({
  identity: toldIdentity,
  version: v.string(),
  platform: v.string(),
  architecture: v.string(),
  directory: v.string(),
});

async function describeTarget(pid: number, session: JscSession): Promise<ProcessDescription> {
  const seen = describeProcess(pid);
  if (seen === undefined) throw targetGone(pid, 'while it was being attached');
  const expression = `({
    identity: ${host.told.identity((name) => `process.getBuiltinModule('${name}')`)},
    version: Bun.version, platform: process.platform, architecture: process.arch, directory: process.cwd(),
  })`;
  const { result } = await session.send(
    'Runtime.evaluate',
    { expression, returnByValue: true },
    answerTimeout,
  );
  const { identity, ...told } = v.parse(answer, result.value);
  requireSame(pid, identity);
  return {
    pid,
    runtime: 'bun',
    ...told,
    executable: seen.executable ?? seen.command[0] ?? '',
    command: maskedArguments(seen.command),
    startedAt: seen.startedAt,
  };
}

class BunConnection implements ProcessConnection {
  readonly target: ProcessDescription;
  readonly notes: readonly string[];
  readonly captureRefusal?: ProbeError;
  /** Only an inspector can stop the program. */
  readonly visits?: BunVisits;
  readonly experiments: BunExperiments;
  readonly #session: JscSession;
  readonly #captures: HeapCaptures;
  readonly #v8Captures: V8Captures;
  readonly #sampler: RuntimeSampler;
  readonly #limits: CaptureLimits;
  readonly #end: ConnectionEnd;

  constructor(
    target: ProcessDescription,
    session: JscSession,
    notes: readonly string[],
    limits: CaptureLimits,
  ) {
    this.target = target;
    this.#limits = limits;
    this.notes = notes;
    const refuse = limits.inspector === undefined ? inProcessRefusal : captureRefusal;
    const refusal = refuse(target.pid, target.version);
    if (refusal !== undefined) this.captureRefusal = refusal;
    if (limits.inspector !== undefined) this.visits = new BunVisits(session);
    this.experiments = new BunExperiments(session);
    this.#session = session;
    this.#captures = new HeapCaptures(session, target.version);
    this.#v8Captures = new V8Captures(session);
    this.#sampler = new RuntimeSampler(session);
    this.#end = new ConnectionEnd(target.pid, session.closed);
  }

  get ended(): AbortSignal {
    return this.#end.signal;
  }

  sampleRuntime(): Promise<RuntimeSample | undefined> {
    return this.#sampler.sample();
  }

  async capture(request: CaptureRequest): Promise<CaptureResult> {
    if (this.captureRefusal) throw this.captureRefusal;
    try {
      const result = await this.#captureHeap(request);
      const unseenWorkers = await countWorkers(this.#session);
      return unseenWorkers === undefined ? result : { ...result, unseenWorkers };
    } catch (error) {
      throw await this.#end.reasonFor(error);
    }
  }

  /** A cell has 16 bytes at least: a heap that is small enough need not be counted. */
  async refusalNow(): Promise<ProbeError | undefined> {
    try {
      const most = Math.max(this.#limits.inspector ?? 0, this.#limits.v8);
      const isSmall = (await this.#number('heapSize()')) / leastCell <= most;
      const cells = isSmall ? 0 : await this.#countCells();
      return this.#canCapture(cells) ? undefined : tooLarge(this.target, cells, this.#limits);
    } catch {
      // Who then tries to capture hears why that fails.
      return undefined;
    }
  }

  #canCapture(cells: number): boolean {
    const { inspector = 0, v8 } = this.#limits;
    return cells <= inspector || (cells <= v8 && hasSafeV8Snapshot(this.target.version));
  }

  async #captureHeap(request: CaptureRequest): Promise<CaptureResult> {
    const cells = await this.#countCells();
    const { inspector } = this.#limits;
    if (!this.#canCapture(cells)) throw tooLarge(this.target, cells, this.#limits);
    if (inspector !== undefined && cells <= inspector) return await this.#captures.capture(request, cells);
    return await this.#v8Captures.capture(request, cells, whyV8(cells, inspector));
  }

  /** Also tells that the event loop turns: what is sent now is heard. */
  async #countCells(): Promise<number> {
    return await this.#number('heapStats().objectCount');
  }

  async #number(ofEngine: string): Promise<number> {
    const expression = `process.getBuiltinModule('bun:jsc').${ofEngine}`;
    const { result } = await this.#session.send(
      'Runtime.evaluate',
      { expression, returnByValue: true },
      answerTimeout,
    );
    return v.parse(v.number(), result.value);
  }

  /** Bun also disables the Heap domain, and drops all handles, when its client disconnects. */
  async detach(): Promise<readonly string[]> {
    this.#end.detaching();
    if (this.#session.closed.aborted) return [];
    await this.visits?.leave();
    const stopped = await this.#captures.stop(closeTimeout);
    const lost = this.#session.closed.aborted;
    await this.#session.close();
    return stopped || lost
      ? []
      : [
          `process ${this.target.pid} did not answer at the end: it allocates slowly until it notices that heaptrail has disconnected`,
        ];
  }
}

/** In words; if there is no inspector, the notes of the connection have them. */
function whyV8(cells: number, inspector: number | undefined): readonly string[] {
  if (inspector === undefined) return [];
  return [
    `the heap has ${(cells / 1e6).toFixed(1)} million objects, too many for Bun's inspector: this capture is Bun's V8 snapshot, ` +
      'without stable object ids and without the entries of Maps and Sets',
  ];
}

function tooLarge(
  { pid, version }: ProcessDescription,
  cells: number,
  { inspector, v8 }: CaptureLimits,
): ProbeError {
  const millions = (count: number) => `${Number((count / 1e6).toPrecision(2))} million`;
  const byInspector =
    inspector === undefined
      ? ''
      : "Bun's inspector ends the process if it must send more than 358 MB, " +
        `which ${millions(inspector)} objects may need, and `;
  return new ProbeError(
    'capture-refused',
    `the heap of process ${pid} has ${millions(cells)} objects: ${byInspector}` +
      (hasSafeV8Snapshot(version)
        ? `Bun's V8 snapshot is known to work up to ${millions(v8)}`
        : `the V8 snapshot may crash Bun ${version}`),
    'record it earlier, while its heap is smaller, or record only its memory: --captures 0 --for 10m',
  );
}
