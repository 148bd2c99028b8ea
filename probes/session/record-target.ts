import type { RecordingManifest, TargetDescription } from '../../format/recording.ts';
import { askedRungSentence } from '../../format/rungs.ts';
import type { Connection } from '../connection.ts';
import { newManifest } from './files/new-manifest.ts';
import { RecordingFolder } from './files/recording-folder.ts';
import { chooseRung } from './guards/choose-rung.ts';
import { refusedCapture } from './guards/guards.ts';
import { optionsOf, type RecordingPlan } from './plan/plan.ts';
import { atRung } from './plan/visit-plan.ts';
import { withPulses } from './plan/window-plan.ts';
import { graceOf } from './recording-group.ts';
import { RecordingRun } from './recording-run.ts';
import type { RecordingEvent } from './series/recording-event.ts';
import { CaptureMutex } from './steps/capture-mutex.ts';
import { conditionsNow, type Danger, refusedAtStart, samplesNow } from './steps/refused-at-start.ts';
import type { RunSetting } from './steps/run-setting.ts';
import { WorkerRecordings } from './worker-recordings.ts';

/** What to record, where, and until when. */
export interface RecordingTask extends Omit<RunSetting, 'onEvent'> {
  readonly plan: RecordingPlan;
  /** Must be new or empty. */
  readonly folder: string;
  /** Told what happens, and to which heap. */
  readonly onEvent: (event: RecordingEvent, from: TargetDescription) => void;
}

/**
 * Records the target and its worker threads by the plan into a new folder and detaches from it, whatever happens.
 * Aborting `signal` ends the recording early and valid; a capture under way is finished first.
 * @returns the manifest as it stands on disk
 * @throws ProbeError if nothing was recorded: the first capture is too dangerous
 *   (`capture-refused`, with figures), or any would be, or the folder cannot be written.
 */
export async function recordTarget(connection: Connection, task: RecordingTask): Promise<RecordingManifest> {
  const { plan, folder, onEvent, signal, turn = new CaptureMutex() } = task;
  const tell = (event: RecordingEvent) => onEvent(event, connection.target);
  let run: RecordingRun | undefined;
  let workers: WorkerRecordings | undefined;
  try {
    run = await beginRun(connection, plan, folder, { ...task, onEvent: tell, turn });
    const { leadOver: after } = run;
    const disturbing: RunSetting['disturbing'] = (capture) => run!.whileDisturbed(capture);
    const among = { ...task, after, disturbing };
    workers = new WorkerRecordings(
      run.folder,
      run.plan,
      (worker, inner, stop, late) =>
        recordTarget(worker, {
          ...among,
          folder: inner,
          signal: stop,
          turn: late ? turn.later.later : turn.later,
        }),
      signal,
    );
    await workers.start(connection);
    await run.followPlan();
    await workers.finish(plan.isBounded ? graceOf(plan.duration) : undefined);
  } finally {
    tell({ kind: 'detaching' });
    const notes = await connection.detach();
    await workers?.finish();
    await run?.close(notes);
  }
  return run.manifest;
}

/**
 * Begins to record, once that is known to be safe. The caller that begins a run follows its plan and closes it.
 * @throws ProbeError as `recordTarget`
 */
export async function beginRun(
  connection: Connection,
  wanted: RecordingPlan,
  folder: string,
  setting: RunSetting,
): Promise<RecordingRun> {
  const plan = withPulses(wanted, connection.pulses !== undefined);
  const capturesComeSoon = plan.captures > 0 && plan.window?.opens !== 'on-growth';
  const refused = await refusedAtStart(connection, plan, capturesComeSoon, folder, setting);
  if (refused !== undefined) return await beginLighter(connection, plan, folder, setting, refused);
  if (plan.visiting !== undefined) return await beginVisits(connection, plan, folder, setting);
  const files = await RecordingFolder.create(folder, newManifest(connection, optionsOf(plan)));
  return new RecordingRun(connection, plan, files, setting);
}

/** Begins to record with the highest rung up to the one that was asked for. */
async function beginVisits(
  connection: Connection,
  wanted: RecordingPlan,
  folder: string,
  setting: RunSetting,
): Promise<RecordingRun> {
  const { visiting } = wanted;
  const samples = await samplesNow(connection, setting);
  const conditions = await conditionsNow(connection, wanted, folder, setting);
  const choice = chooseRung(samples, conditions, connection, {
    most: visiting!.rung,
    isAsked: true,
    force: wanted.force,
  });
  const plan = atRung(wanted, visiting!, choice.taken);
  const manifest = { ...newManifest(connection, optionsOf(plan)), rung: choice };
  const run = new RecordingRun(connection, plan, await RecordingFolder.create(folder, manifest), setting);
  await run.note(askedRungSentence(choice));
  return run;
}

/**
 * Begins to record with the highest rung below captures that the plan and the runtime allow.
 * @throws ProbeError `capture-refused` if there is none
 */
async function beginLighter(
  connection: Connection,
  wanted: RecordingPlan,
  folder: string,
  setting: RunSetting,
  { weighed, samples }: Danger,
): Promise<RecordingRun> {
  const canBeVisited = connection.visits !== undefined;
  const { lighter } = wanted;
  if (lighter?.visiting === undefined || !canBeVisited) throw refusedCapture(weighed.risks, canBeVisited);
  const conditions = await conditionsNow(connection, wanted, folder, setting);
  const choice = chooseRung(samples, conditions, connection, {
    most: lighter.visiting.rung,
    isAsked: false,
    force: false,
  });
  const plan = atRung(lighter, lighter.visiting, choice.taken);
  const files = await RecordingFolder.create(folder, newManifest(connection, optionsOf(plan)));
  const run = new RecordingRun(connection, plan, files, setting);
  await run.tellStepDown(weighed, choice);
  return run;
}

/** Of a recording that begins now. */
