import { applyBaseline, type Baseline, updatedBaseline } from '../../analyzer/report/baseline.ts';
import { counted } from '../../format/quantities.ts';
import type { RecordingManifest } from '../../format/recording.ts';
import type { Report } from '../../format/report.ts';
import type { Millis } from '../../format/units.ts';
import { type StartedTarget, startAndAttach } from '../../probes/attach/start.ts';
import { planRecording } from '../../probes/session/plan/plan.ts';
import { OutputLines } from '../../probes/target/output-lines.ts';
import { untilReady } from '../../probes/workload/readiness.ts';
import { writeReport } from '../output/write-outlets.ts';
import { writeBaseline } from '../requests/baseline-file.ts';
import type { CheckRequest } from '../requests/check-request.ts';
import { type ExitCode, exitCode, exitCodeOf } from '../requests/exit-codes.ts';
import { asTyped, judgedReport } from './analyze-and-print.ts';
import { untilInterrupted } from './interrupt.ts';
import { requireCaptures } from './judge-recording.ts';
import { keepRecordings } from './keep-recordings.ts';
import { type Recorded, recordWithProgress } from './record-with-progress.ts';
import { folderFor } from './recording-name.ts';

const endOfCheck = 'ending the check; press Ctrl-C again to quit now';

/** Starts a program, makes it work, records it, and compares what grows with what the project accepts. */
export async function checkAndJudge(check: CheckRequest): Promise<ExitCode> {
  const recorded = await untilInterrupted((signal) => record(check, signal), endOfCheck);
  await keepRecordings(recorded.folder, check.keep);
  requireCaptures(recorded.manifest);
  return await judge(check, recorded);
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

/** How far captures are apart is not known beforehand; allocations are sampled as for about this time. */
const expectedInterval: Millis = 5_000;

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

async function judge(check: CheckRequest, recorded: Recorded<RecordingManifest>): Promise<ExitCode> {
  const { folder, manifest } = recorded;
  const { report, writePage } = await analyze(check, folder);
  // What was cut short cannot say that nothing grows, nor that something grows no more.
  const isWhole =
    manifest.state === 'complete' && manifest.captures.every(({ status }) => status === 'whole');
  const baseline = check.update ? update(check, report, isWhole) : check.baseline;
  const compared = applyBaseline(report, baseline, check.tolerance);
  writePage(compared);
  await writeReport(compared, check.outlets, { source: asTyped([folder]) });
  const code = exitCodeOf(compared.verdict, check.failOn);
  return code === exitCode.noGrowth && !isWhole ? exitCode.inconclusive : code;
}

/** What grows, before the baseline has its say, and a way to show what it left. */
interface Analysis {
  readonly report: Report;
  readonly writePage: (compared: Report) => void;
}

async function analyze(
  { html, source, configuration, expectedEnds }: CheckRequest,
  folder: string,
): Promise<Analysis> {
  if (html === undefined)
    return {
      report: await judgedReport({ paths: [folder], configuration, expectedEnds }),
      writePage: () => {},
    };
  const { loadPageData, writePageOf } = await import('./write-page.ts');
  const data = await loadPageData([folder], { configuration, source, expectedEnds });
  return { report: data.summary.report, writePage: (compared) => writePageOf(data, compared, html) };
}

/** Writes the baseline anew; a run that could not judge leaves it as it is. */
function update(
  { baseline, baselineFile, tolerance }: CheckRequest,
  report: Report,
  isWhole: boolean,
): Baseline {
  if (!isWhole || report.verdict.outcome === 'inconclusive') {
    process.stderr.write(`${baselineFile} was not changed: this run cannot say what grows\n`);
    return baseline;
  }
  const updated = updatedBaseline(report, baseline, tolerance);
  writeBaseline(baselineFile, updated);
  process.stderr.write(`${baselineFile} accepts ${counted(updated.suspects.length, 'suspect')}\n`);
  return updated;
}
