import path from 'node:path';
import type { Capture } from '../../../format/recording.ts';
import type { Bytes } from '../../../format/units.ts';
import type { CaptureResult, Connection } from '../../connection.ts';
import { ProbeError } from '../../probe-error.ts';
import { captureFileName, type RecordingFolder } from '../files/recording-folder.ts';
import { conditionsOf } from '../guards/capture-conditions.ts';
import type { MeasuredCapture } from '../guards/capture-cost.ts';
import {
  type CaptureConditions,
  refusedCapture,
  type WeighedCapture,
  weighCapture,
} from '../guards/guards.ts';
import type { RecordingPlan } from '../plan/plan.ts';
import type { AllocationSeries } from './allocation-series.ts';
import type { Ledger } from './ledger.ts';
import type { RecordingEvent } from './recording-event.ts';

/** What the captures of a recording are taken with. */
export interface CaptureTools {
  readonly connection: Connection;
  readonly plan: RecordingPlan;
  readonly folder: RecordingFolder;
  readonly ledger: Ledger;
  readonly onEvent: (event: RecordingEvent) => void;
  /** Aborted when the reader wants to stop. */
  readonly signal: AbortSignal;
  /** One more profile belongs to each capture, if allocations are sampled. */
  readonly allocations: AllocationSeries | undefined;
  /** Objects alive at the last pulse, if there was one. */
  readonly objects: () => number | undefined;
  /** What the workload counted so far; the target itself may count better. */
  readonly operations?: (() => number | undefined) | undefined;
  /** What captures before this recording taught. */
  readonly earlier?: MeasuredCapture | undefined;
}

/** What the target took before a capture, and what its heap held. */
interface Before {
  readonly rss: Bytes;
  readonly live: Bytes;
}

/** The recording's captures: each one weighed before it is taken, and told in the manifest at every step. */
export class CaptureSeries {
  readonly #tools: CaptureTools;
  #earlier: MeasuredCapture | undefined;
  #operationsDrift = 0;
  #endReason: string | undefined;
  #refused: WeighedCapture | undefined;

  constructor(tools: CaptureTools) {
    this.#tools = tools;
    this.#earlier = tools.earlier;
  }

  /** Why no further capture makes sense, in words. */
  get endReason(): string | undefined {
    return this.#endReason;
  }

  /** The capture that was too dangerous, if one was. */
  get refused(): WeighedCapture | undefined {
    return this.#refused;
  }

  /** How far the target's operations went on around a capture, at most. */
  get operationsDrift(): number {
    return this.#operationsDrift;
  }

  /** What they taught about this process. */
  get learned(): MeasuredCapture | undefined {
    return this.#earlier;
  }

  async take(index: number): Promise<void> {
    const { connection, plan, folder, ledger, onEvent, allocations } = this.#tools;
    const before = await ledger.takeWithHeap();
    const { heapUsed, rss = 0 } = before;
    const weighed = await this.#weigh();
    const { cost, risks } = weighed;
    if (risks.length > 0 && !plan.force) {
      this.#refused = weighed;
      this.#endReason = refusedCapture(risks).message;
      onEvent({ kind: 'refused', risks });
      return;
    }
    if (cost !== undefined) onEvent({ kind: 'weighed', index, cost });
    if (plan.values && !this.#tellsValues && index === 1) await this.#note(noValues(connection));
    allocations?.hold();
    await ledger.take('captured');
    const started: Capture = {
      index,
      file: captureFileName(index),
      at: Date.now(),
      status: 'writing',
      ...(heapUsed === undefined ? {} : { heapUsed }),
      ...(risks.length > 0 ? { forced: risks } : {}),
    };
    await folder.updateCapture(started);
    const live = heapUsed ?? connection.heapFromOutside?.(before).heapUsed ?? 0;
    const capture = await this.#capture(started, { rss, live });
    await folder.updateCapture(capture);
    await allocations?.take(index);
    onEvent({ kind: 'captured', capture });
    if (connection.ended.aborted) return;
    // Right after its collections, the heap holds nothing but what lives.
    const after = await ledger.take('resumed');
    if (capture.status === 'whole') this.#learnLive(after.heapUsed);
  }

  get #tellsValues(): boolean {
    return this.#tools.plan.values && (this.#tools.connection.readsValues ?? false);
  }

  async #weigh(): Promise<WeighedCapture> {
    return weighCapture(this.#tools.ledger.samples, await this.conditions());
  }

  /** What a look at the heap has to be weighed by now. */
  async conditions(): Promise<CaptureConditions> {
    const { connection, folder, plan, objects } = this.#tools;
    const counted = objects();
    // Else the capture itself says why it cannot be taken.
    const refusal = plan.lighter === undefined ? undefined : await connection.refusalNow?.();
    const known = {
      ...(this.#earlier === undefined ? {} : { earlier: this.#earlier }),
      ...(counted === undefined ? {} : { objects: counted }),
      ...(this.#tellsValues ? { values: true } : {}),
    };
    return { ...(await conditionsOf(connection, folder.path, plan.longestPause, known)), refusal };
  }

  async #capture(started: Capture, before: Before): Promise<Capture> {
    const { connection, plan, folder, onEvent, signal } = this.#tools;
    const { index } = started;
    onEvent({ kind: 'capturing', index, written: 0 });
    try {
      const result = await connection.capture({
        path: path.join(folder.path, started.file),
        signal,
        onProgress: (written) => onEvent({ kind: 'capturing', index, written }),
        ...(plan.operations === undefined ? {} : { operations: plan.operations }),
        ...(this.#tellsValues ? { values: true } : {}),
      });
      const capture = wholeCapture(started, { ...result, ...this.#counted(result) });
      this.#learn(result, capture, before);
      for (const note of result.notes) await this.#note(`capture ${index}: ${note}`);
      return capture;
    } catch (error) {
      if (!(error instanceof ProbeError)) throw error;
      if (endsRecording.has(error.code)) this.#endReason = error.message;
      return { ...started, status: 'failed', duration: Date.now() - started.at, failure: error.message };
    }
  }

  #counted({ operations }: CaptureResult): Pick<CaptureResult, 'operations'> {
    const count = operations ?? this.#tools.operations?.();
    return count === undefined ? {} : { operations: count };
  }

  #learn(
    { nodes, operationsDrift = 0 }: CaptureResult,
    { duration = 0, size = 0 }: Capture,
    { rss, live }: Before,
  ): void {
    this.#operationsDrift = Math.max(this.#operationsDrift, operationsDrift);
    this.#earlier = { nodes, live, duration, size, rssBefore: this.#earlier?.rssBefore ?? rss };
  }

  /** Before a capture, garbage is part of the heap: it would make each living byte look cheap. */
  #learnLive(heapUsed: Bytes | undefined): void {
    if (this.#earlier === undefined || heapUsed === undefined) return;
    this.#earlier = { ...this.#earlier, live: Math.min(this.#earlier.live, heapUsed) };
  }

  async #note(note: string): Promise<void> {
    this.#tools.onEvent({ kind: 'note', note });
    await this.#tools.folder.addNotes([note]);
  }
}

function noValues({ target }: Connection): string {
  const who =
    target.runtime === 'bun'
      ? 'snapshots of Bun do not tell them'
      : 'a snapshot by signal does not tell them';
  return `no values of numbers: ${who}`;
}

/** Failures after which further captures can only fail as well. */
const endsRecording: ReadonlySet<string> = new Set([
  'disk-full',
  'folder-not-writable',
  'target-gone',
  'connection-closed',
]);

function wholeCapture(started: Capture, { size, epoch, operations, unseenWorkers }: CaptureResult): Capture {
  return {
    ...started,
    status: 'whole',
    duration: Date.now() - started.at,
    size,
    epoch,
    ...(operations === undefined ? {} : { operations }),
    ...(unseenWorkers === undefined ? {} : { unseenWorkers }),
  };
}
