import type { RecordingManifest } from '../../format/recording.ts';
import type { Millis } from '../../format/units.ts';
import { type StartedTarget, startAndAttach } from '../../probes/attach/start.ts';
import { planRecording } from '../../probes/session/plan/plan.ts';
import { OutputLines } from '../../probes/target/output-lines.ts';
import { type Awaited, untilReady } from '../../probes/workload/readiness.ts';
import type { WorkloadFor } from '../requests/check-workload.ts';
import { expectedInterval } from './judge-check.ts';
import { type Recorded, recordWithProgress } from './record-with-progress.ts';
import { folderFor } from './recording-name.ts';

/** A program to start, its work, and how it is recorded meanwhile. */
export interface WorkToRecord {
  readonly command: readonly string[];
  /** Where it is started, if that is not where we are. */
  readonly directory?: string | undefined;
  /** What it and its drive get beside our own environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly workloadFor: WorkloadFor;
  readonly awaited: Awaited;
  /** How long that may take. */
  readonly readyTimeout: Millis;
  readonly captures: number;
  /** An expression that counts the program's operations. */
  readonly operations: string | undefined;
  readonly force: boolean;
  readonly sampling: boolean;
  /** Where to record; named after the process if absent. */
  readonly out: string | undefined;
  readonly quiet: boolean;
}

/** Starts the program, makes it work, and records it with a capture after each interval. The program is ended. */
export async function recordWork(
  task: WorkToRecord,
  signal: AbortSignal,
): Promise<Recorded<RecordingManifest>> {
  const { command, directory, environment, awaited, quiet } = task;
  // Stdout is for the report alone, and a caller that waits for a line has to read it.
  const output = new OutputLines((line) => {
    process.stderr.write(`${line}\n`);
    awaited.hear(line);
  });
  const started = await startAndAttach(
    command,
    output,
    {
      ...(environment === undefined ? {} : { environment }),
      ...(directory === undefined ? {} : { directory }),
    },
    signal,
  );
  try {
    await makeReady(task, started, signal);
    return await recordStarted(task, started, signal);
  } finally {
    await started.program.stop();
    if (!quiet) process.stderr.write(`the program ended (${await started.program.ended})\n`);
  }
}

async function makeReady(
  { awaited: { readiness }, readyTimeout }: WorkToRecord,
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

async function recordStarted(
  { workloadFor, environment, captures, operations, force, sampling, out, quiet }: WorkToRecord,
  { connection }: StartedTarget,
  signal: AbortSignal,
): Promise<Recorded<RecordingManifest>> {
  const { pid } = connection.target;
  const workload = workloadFor(pid, environment);
  const plan = planRecording({
    captures,
    every: expectedInterval,
    operations,
    workload: workload.description,
    forced: force,
    sampling,
    // What grows is compared per operation, and only the heap says that.
    parts: ['heap'],
  });
  return await recordWithProgress(connection, { plan, folder: folderFor(out, pid), quiet, signal, workload });
}
