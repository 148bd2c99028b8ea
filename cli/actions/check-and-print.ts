import { applyBaseline, type Baseline, updatedBaseline } from '../../analyzer/report/baseline.ts';
import { parseDuration } from '../../format/duration.ts';
import { counted } from '../../format/quantities.ts';
import type { RecordingManifest } from '../../format/recording.ts';
import type { Report } from '../../format/report.ts';
import { UserError } from '../../format/user-error.ts';
import { type StartedTarget, startAndAttach } from '../../probes/attach/start.ts';
import { planRecording } from '../../probes/session/plan/plan.ts';
import { OutputLines } from '../../probes/target/output-lines.ts';
import { untilReady } from '../../probes/workload/readiness.ts';
import { type Outlet, outletsFrom } from '../output/outlets.ts';
import { writeReport } from '../output/write-outlets.ts';
import { defaultBaseline, readBaseline, writeBaseline } from '../requests/baseline-file.ts';
import { type CheckArguments, requireSense } from '../requests/check-options.ts';
import { type Awaited, readinessOf, type WorkloadFor, workloadOf } from '../requests/check-workload.ts';
import { type Configuration, loadConfiguration } from '../requests/configuration.ts';
import { type ExitCode, exitCode, exitCodeOf } from '../requests/exit-codes.ts';
import { folderFor } from '../requests/recording-options.ts';
import { asTyped, judgedReport } from './analyze-and-print.ts';
import { untilInterrupted } from './interrupt.ts';
import { recordWithProgress, requireCaptures } from './record-and-print.ts';

/** What a check needs; all that can be wrong with what was typed is found while it is made. */
interface Check {
  readonly args: CheckArguments;
  readonly command: readonly string[];
  readonly outlets: readonly Outlet[];
  readonly configuration: Configuration | undefined;
  readonly baseline: Baseline;
  readonly baselineFile: string;
  readonly workloadFor: WorkloadFor;
  readonly awaited: Awaited;
}

interface Recorded {
  readonly folder: string;
  readonly manifest: RecordingManifest;
}

const endOfCheck = 'ending the check; once more leaves at once';

/** Starts a program, makes it work, records it, and compares what grows with what the project accepts. */
export async function checkAndPrint(command: readonly string[], args: CheckArguments): Promise<ExitCode> {
  const check = await prepare(command, args);
  const recorded = await untilInterrupted((signal) => record(check, signal), endOfCheck);
  requireCaptures(recorded.manifest);
  return await judge(check, recorded);
}

async function prepare(command: readonly string[], args: CheckArguments): Promise<Check> {
  requireSense(args);
  const baselineFile = args.baseline ?? defaultBaseline;
  return {
    args,
    command,
    outlets: outletsFrom(args),
    configuration: await loadConfiguration(args.config),
    baseline: baselineIn(baselineFile, args),
    baselineFile,
    workloadFor: await workloadOf(args),
    awaited: readinessOf(args),
  };
}

function baselineIn(file: string, { baseline, update }: CheckArguments): Baseline {
  const known = readBaseline(file);
  if (known !== undefined || baseline === undefined || update) return known ?? { suspects: [] };
  throw new UserError('no-such-file', `${file} does not exist`, 'write it with --update');
}

async function record(check: Check, signal: AbortSignal): Promise<Recorded> {
  const { args, command, awaited } = check;
  // Stdout is for the report alone, and whoever waits for a line has to read it.
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
    if (!args.quiet) process.stderr.write(`the program ended (${await started.program.ended})\n`);
  }
}

async function makeReady(
  { args, awaited: { readiness } }: Check,
  { program, connection }: StartedTarget,
  signal: AbortSignal,
): Promise<void> {
  if (readiness === undefined) return;
  try {
    await untilReady(readiness, program, parseDuration(args['ready-timeout']), signal);
  } catch (error) {
    await connection.detach();
    throw error;
  }
}

/** How far captures are apart is not known beforehand; allocations are sampled as for about this time. */
const expectedInterval = 5_000;

async function recordWork(
  { args, workloadFor }: Check,
  { connection }: StartedTarget,
  signal: AbortSignal,
): Promise<Recorded> {
  const { pid } = connection.target;
  const workload = workloadFor(pid);
  const plan = planRecording({
    captures: args.captures,
    every: expectedInterval,
    operations: args.operations,
    workload: workload.description,
    forced: args.force,
    sampling: args.sampling,
    // A check compares what grows per operation, and only the heap says that.
    parts: ['heap'],
  });
  const folder = folderFor(args, pid);
  const manifest = await recordWithProgress(connection, plan, folder, args.quiet, signal, workload);
  return { folder, manifest };
}

async function judge(check: Check, { folder, manifest }: Recorded): Promise<ExitCode> {
  const { args, outlets } = check;
  const { report, writePage } = await analyze(check, folder);
  // What was cut short cannot say that nothing grows, nor that something grows no more.
  const isWhole =
    manifest.state === 'complete' && manifest.captures.every(({ status }) => status === 'whole');
  const baseline = args.update ? update(check, report, isWhole) : check.baseline;
  const compared = applyBaseline(report, baseline, args.tolerance);
  writePage(compared);
  await writeReport(compared, outlets, { source: asTyped([folder]) });
  const code = exitCodeOf(compared.verdict, args['fail-on']);
  return code === exitCode.noGrowth && !isWhole ? exitCode.inconclusive : code;
}

/** What grows, before the baseline has its say, and a way to show what it left. */
interface Analysis {
  readonly report: Report;
  readonly writePage: (compared: Report) => void;
}

async function analyze({ args: { html }, configuration }: Check, folder: string): Promise<Analysis> {
  if (html === undefined)
    return { report: await judgedReport([folder], { configuration }), writePage: () => {} };
  const { loadPageData, writePageOf } = await import('./write-page.ts');
  const data = await loadPageData([folder], { configuration });
  return { report: data.summary.report, writePage: (compared) => writePageOf(data, compared, html) };
}

/** Writes the baseline anew; a run that could not judge leaves it as it is. */
function update({ args, baseline, baselineFile }: Check, report: Report, isWhole: boolean): Baseline {
  if (!isWhole || report.verdict.outcome === 'inconclusive') {
    process.stderr.write(`${baselineFile} is left as it is: this run cannot say what grows\n`);
    return baseline;
  }
  const updated = updatedBaseline(report, baseline, args.tolerance);
  writeBaseline(baselineFile, updated);
  process.stderr.write(`${baselineFile} accepts ${counted(updated.suspects.length, 'suspect')}\n`);
  return updated;
}
