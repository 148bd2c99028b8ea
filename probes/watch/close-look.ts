import { rm } from 'node:fs/promises';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { Rung } from '../../format/rungs.ts';
import type { Bytes } from '../../format/units.ts';
import type { CaptureEvent } from '../../format/watch-event.ts';
import type { ProcessConnection } from '../connection.ts';
import { ProbeError } from '../probe-error.ts';
import type { MeasuredCapture } from '../session/guards/capture-cost.ts';
import type { RecordingPlan } from '../session/plan/plan.ts';
import { beginRun } from '../session/record-target.ts';
import type { RecordingRun } from '../session/recording-run.ts';
import type { CaptureSpan } from './capture-residue.ts';

/** What a close look gave: a recording, or the reason why there is none. */
export interface CloseLook {
  /** Absent if nothing was captured, and nothing visited in place of that. */
  /** What took the place of captures that were refused. */
  readonly rung?: Rung;
  readonly recorded?: Pick<CaptureEvent, 'recording' | 'captures' | 'visits' | 'pause' | 'size'>;
  /** Why it was refused, or ended before it had captured what it wanted. */
  readonly refusal?: string;
  /** What was sampled meanwhile. */
  readonly samples: readonly MemorySample[];
  /** When captures were under way meanwhile. */
  readonly spans: readonly CaptureSpan[];
  readonly learned?: MeasuredCapture | undefined;
}

export interface LookRequest {
  readonly connection: ProcessConnection;
  readonly plan: RecordingPlan;
  /** The recording's folder, which does not exist yet. */
  readonly place: string;
  /** What led to it. */
  readonly before: readonly MemorySample[];
  readonly earlier: MeasuredCapture | undefined;
  readonly signal: AbortSignal;
}

/**
 * One window, recorded beside the long ledger; the process stays attached. Never rejects: whatever ends a look, a full
 * disk for example, is its refusal, and the watch goes on.
 */
export async function lookClosely(request: LookRequest): Promise<CloseLook> {
  const { connection, plan, place, before, earlier, signal } = request;
  let run: RecordingRun;
  try {
    run = await beginRun(connection, plan, place, { onEvent: () => {}, signal, before, earlier });
  } catch (error) {
    if (!(error instanceof ProbeError && error.code === 'folder-exists')) await remove(place);
    return { refusal: wordsOf(error), samples: [], spans: [] };
  }
  const failure = await followed(run);
  const look = resultOf(run, place, before.length);
  // A recording without a look at the heap explains nothing, and its samples are in the long ledger.
  if (look.recorded === undefined) await remove(place);
  return failure === undefined ? look : { ...look, refusal: failure };
}

/** @returns why it ended early, in words */
async function followed(run: RecordingRun): Promise<string | undefined> {
  let failure: string | undefined;
  for (const step of [() => run.followPlan(), () => run.close([])]) {
    try {
      await step();
    } catch (error) {
      failure ??= wordsOf(error);
    }
  }
  return failure;
}

async function remove(place: string): Promise<void> {
  await rm(place, { recursive: true, force: true }).catch(() => {});
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function resultOf(run: RecordingRun, place: string, known: number): CloseLook {
  const { manifest, samples, learned, visited } = run;
  const whole = manifest.captures.filter(({ status }) => status === 'whole');
  const refusal = manifest.capturesRefused ?? manifest.endReason;
  const sumOf = (part: (capture: (typeof whole)[number]) => Bytes | undefined) =>
    whole.reduce((sum, capture) => sum + (part(capture) ?? 0), 0);
  return {
    ...(whole.length === 0 && visited.visits === 0
      ? {}
      : {
          recorded: {
            recording: place,
            captures: whole.length,
            ...(visited.visits === 0 ? {} : { visits: visited.visits }),
            pause: Math.round(sumOf(({ duration }) => duration) + visited.pause),
            size: sumOf(({ size }) => size),
          },
        }),
    ...(refusal === undefined ? {} : { refusal }),
    ...(manifest.rung === undefined ? {} : { rung: manifest.rung.taken }),
    samples: samples.slice(known),
    spans: manifest.captures.map(({ at, duration = 0 }) => ({ from: at, until: at + duration })),
    learned,
  };
}
