import type { RecordingManifest } from '../../format/recording.ts';
import { type StartedTarget, startAndAttach } from '../../probes/attach/start.ts';
import { planRecording } from '../../probes/session/plan/plan.ts';
import { OutputLines } from '../../probes/target/output-lines.ts';
import { untilReady } from '../../probes/workload/readiness.ts';
import type { CheckRequest } from '../requests/check-request.ts';
import type { ExitCode } from '../requests/exit-codes.ts';
import { untilInterrupted } from './interrupt.ts';
import { endOfCheck, expectedInterval, judgeCheck } from './judge-check.ts';
import { type Recorded, recordWithProgress } from './record-with-progress.ts';
import { folderFor } from './recording-name.ts';

/** Starts a program, makes it work, records it, and compares what grows with what the project accepts. */
export async function checkAndJudge(check: CheckRequest): Promise<ExitCode> {
  const recorded = await untilInterrupted((signal) => record(check, signal), endOfCheck);
  return await judgeCheck(check, recorded);
}

async function record(check: CheckRequest, signal: AbortSignal): Promise<Recorded<RecordingManifest>> {
  const { command, awaited, quiet } = check;
  // Stdout is for the report alone, and a caller that waits for a line has to read it.
  const output = new OutputLines((line) => {
    process.stderr.write(`${line}\n`);
    awaited.hear(line);
  });
  const started = await startAndAttach(command, output, {}, signal);
  try {
    await makeReady(check, started, signal);
    return await recordWork(check, started, signal);
  } finally {
    await started.program.stop();
    if (!quiet) process.stderr.write(`the program ended (${await started.program.ended})\n`);
  }
}

async function makeReady(
  { awaited: { readiness }, readyTimeout }: CheckRequest,
  { program, connection }: StartedTarget,
  signal: AbortSignal,
): Promise<void> {
  if (readiness === undefined) return;
  try {
    await untilReady(readiness, program, readyTimeout, signal);
  } catch (error) {
    await connection.detach();
    throw error;
  }
}

async function recordWork(
  { workloadFor, captures, operations, force, sampling, out, quiet }: CheckRequest,
  { connection }: StartedTarget,
  signal: AbortSignal,
): Promise<Recorded<RecordingManifest>> {
  const { pid } = connection.target;
  const workload = workloadFor(pid);
  const plan = planRecording({
    captures,
    every: expectedInterval,
    operations,
    workload: workload.description,
    forced: force,
    sampling,
    // A check compares what grows per operation, and only the heap says that.
    parts: ['heap'],
  });
  return await recordWithProgress(connection, { plan, folder: folderFor(out, pid), quiet, signal, workload });
}
