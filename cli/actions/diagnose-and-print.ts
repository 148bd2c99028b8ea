import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Diagnosis } from '../../doctor/diagnosis.ts';
import { examine } from '../../doctor/examine/examine.ts';
import { printable, printableJson } from '../../format/printable.ts';
import { bytes } from '../../format/quantities.ts';
import { UserError } from '../../format/user-error.ts';
import { attachToProcess } from '../../probes/attach/attach.ts';
import { captureless } from '../../probes/session/plan/ladder-plan.ts';
import type { RecordingPlan } from '../../probes/session/plan/plan.ts';
import { recordTarget } from '../../probes/session/record-target.ts';
import { progressOn } from '../output/progress.ts';
import { recordingProgress } from '../output/recording-progress.ts';
import { print, printText } from '../output/terminal.ts';
import type { DoctorRequest } from '../requests/doctor-request.ts';
import { type ExitCode, exitCodeOf } from '../requests/exit-codes.ts';
import { untilInterrupted } from './interrupt.ts';

/** Records if that is needed, judges, writes the bundle, and says where it is. Nothing else stays. */
export async function diagnoseAndPrint(request: DoctorRequest): Promise<ExitCode> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'heaptrail-doctor-'));
  const forget = () => rmSync(scratch, { recursive: true, force: true });
  process.once('exit', forget);
  try {
    const diagnosis = await diagnosed(request, scratch);
    if (request.json) await print(`${printableJson(diagnosis, 2)}\n`);
    else await printText(`${diagnosis.text}\n${bundleText(diagnosis)}`);
    return exitCodeOf(diagnosis.verdict, request.failOn);
  } finally {
    process.off('exit', forget);
    await rm(scratch, { recursive: true, force: true });
  }
}

async function diagnosed(request: DoctorRequest, scratch: string): Promise<Diagnosis> {
  const { patient, out, program, quiet } = request;
  const recording =
    'pid' in patient
      ? await recordedForNow(patient.pid, patient.plan, path.join(scratch, 'recording.heaptrail'), quiet)
      : patient.recording;
  const progress = progressOn(process.stderr);
  const onShare = quiet ? () => {} : progress.report;
  const examination = { recording, scratch, out: path.resolve(out), program, isSpent: 'pid' in patient };
  try {
    return await examine(examination, { onShare });
  } finally {
    progress.end();
  }
}

/** Its memory alone if nothing more can be had. */
async function recordedForNow(
  pid: number,
  plan: RecordingPlan,
  folder: string,
  quiet: boolean,
): Promise<string> {
  const onEvent = quiet ? () => {} : recordingProgress(plan.captures, process.stderr);
  const record = (each: RecordingPlan) =>
    untilInterrupted(async (signal) => {
      const connection = await attachToProcess(pid);
      return await recordTarget(connection, { plan: each, folder, signal, onEvent });
    });
  try {
    await record(plan);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'capture-refused') throw error;
    if (!quiet) process.stderr.write(`only memory is sampled: ${printable(error.message)}\n`);
    await record(captureless(plan));
  }
  return folder;
}

function bundleText({ bundle, notes }: Diagnosis): string {
  const files =
    bundle === undefined
      ? []
      : [`bundle: ${bundle.folder} (${bytes(bundle.bytes)}: ${bundle.files.join(', ')})`];
  return [...files, ...notes.map((note) => `note: ${note}`)].map((line) => `${printable(line)}\n`).join('');
}
