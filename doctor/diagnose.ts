import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Millis } from '../format/units.ts';
import { UserError } from '../format/user-error.ts';
import { askAnalyst } from './ask-analyst.ts';
import { requireNewFolder } from './bundle/new-folder.ts';
import type { Diagnosis } from './diagnosis.ts';
import { type DiagnoseOptions, type DiagnosisTask, taskOf } from './options.ts';
import { programFolder } from './program/program-folder.ts';
import { recordHere } from './record-here.ts';

/** The rest is for the analysis. */
const recordingShare = 0.6;
/** It takes seconds, but on a machine with a load of 38 it took 47 s for two captures of 10 MB. */
const shortestAnalysis: Millis = 120_000;
/** Of memory samples and visits alone. */
const lightAnalysis: Millis = 30_000;
const progressEvery: Millis = 1_000;

let isUnderWay = false;

/**
 * Examines this process: records it with the highest rung that it can bear, lets another process judge that, and writes
 * a bundle that may leave the machine. Nothing else stays: no thread, no recording, no open inspector.
 * @returns also if memory is too small to look at the heap: then it says what was seen, and that this was not
 * @throws UserError for wrong options, a folder that cannot be used, or a diagnosis that is under way; the reason of
 *   the signal if it is aborted
 */
export async function diagnose(options: DiagnoseOptions = {}): Promise<Diagnosis> {
  const task = taskOf(options);
  task.signal?.throwIfAborted();
  requireRuntime();
  requireNewFolder(task.out);
  if (isUnderWay)
    throw new UserError(
      'already-recording',
      'this process is already being examined',
      'wait for that diagnosis',
    );
  isUnderWay = true;
  const scratch = await mkdtemp(join(tmpdir(), 'heaptrail-doctor-'));
  const forget = () => rmSync(scratch, { recursive: true, force: true });
  process.once('exit', forget);
  try {
    return await examineHere(task, scratch);
  } finally {
    isUnderWay = false;
    process.off('exit', forget);
    await rm(scratch, { recursive: true, force: true });
  }
}

async function examineHere(task: DiagnosisTask, scratch: string): Promise<Diagnosis> {
  const deadline = Date.now() + task.time;
  const program = await programFolder(scratch);
  const duration = Math.round(recordingShare * task.time);
  const clock = new RecordingClock(task, duration);
  const { folder, notes } = await recordHere(task, {
    program,
    scratch,
    duration,
    onText: (text) => clock.tell(text),
  }).finally(() => clock.stop());
  const { out, program: name, signal, onProgress } = task;
  const examination = { recording: folder, scratch, out, program: name };
  const onShare = (text: string, share: number) =>
    onProgress({ phase: 'analyzing', share: recordingShare + (1 - recordingShare) * share, text });
  const ask = (within: Millis, withoutCaptures?: string) =>
    askAnalyst({ ...examination, withoutCaptures }, { program, within, signal, onShare });
  const diagnosis = await ask(Math.max(shortestAnalysis, deadline - Date.now())).catch((error: Error) => {
    signal?.throwIfAborted();
    return ask(lightAnalysis, `its captures could not be judged here: ${error.message}`);
  });
  signal?.throwIfAborted();
  return { ...diagnosis, notes: [...notes, ...diagnosis.notes] };
}

/** A Node that is one file with its program would start that program again. */
function requireRuntime(): void {
  const sea = process.versions.bun === undefined ? process.getBuiltinModule('node:sea') : undefined;
  if (sea?.isSea() !== true) return;
  throw new UserError(
    'load-failed',
    'a single executable application of Node cannot run the analysis',
    'examine it from outside: heaptrail doctor PID',
  );
}

/** Tells how much of the time is over, also while nothing happens. */
class RecordingClock {
  readonly #task: DiagnosisTask;
  readonly #begun = Date.now();
  readonly #duration: Millis;
  readonly #timer: NodeJS.Timeout;
  #text = 'recording';

  constructor(task: DiagnosisTask, duration: Millis) {
    this.#task = task;
    this.#duration = duration;
    this.#timer = setInterval(() => this.tell(this.#text), progressEvery);
  }

  tell(text: string): void {
    this.#text = text;
    const share = recordingShare * Math.min(1, (Date.now() - this.#begun) / this.#duration);
    this.#task.onProgress({ phase: 'recording', share, text });
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
