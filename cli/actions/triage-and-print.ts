import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { OpenedRecording } from '../../analyzer/recording/open-recording.ts';
import { openSource } from '../../analyzer/recording/open-source.ts';
import { renderJson } from '../../analyzer/report/json.ts';
import { buildTriageReport } from '../../analyzer/report/triage-report.ts';
import { renderTriageText } from '../../analyzer/report/triage-text.ts';
import { judgeProcesses, type ObservedProcess } from '../../analyzer/triage/judge-processes.ts';
import { parseColumnMap } from '../../analyzer/triage/telemetry/column-map.ts';
import { readTelemetry, type TelemetrySource } from '../../analyzer/triage/telemetry/read-telemetry.ts';
import { parseDuration } from '../../format/duration.ts';
import { maskedArguments } from '../../format/masked-arguments.ts';
import { recordingFiles } from '../../format/recording.ts';
import type { Report, ReportTarget } from '../../format/report.ts';
import { parseSize } from '../../format/size.ts';
import type { Bytes } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import { writeAtomically } from '../output/atomic-file.ts';
import { print, wantsColors } from '../output/terminal.ts';
import { type ExitCode, exitCodeOf, type FailOn } from '../requests/exit-codes.ts';
import { standardInput } from '../requests/standard-input.ts';
import { decodedText } from './decoded-text.ts';

export interface TriageOptions {
  readonly json?: boolean | undefined;
  readonly outputFile?: string | undefined;
  readonly failOn?: FailOn | undefined;
  readonly all?: boolean | undefined;
  /** `rss=mem.resident:kb,time=t` */
  readonly columns?: string | undefined;
  readonly pid?: string | undefined;
  /** `4g` */
  readonly limit?: string | undefined;
  /** `5s` */
  readonly every?: string | undefined;
}

/** Says whether a recording's ledger or foreign telemetry shows a leak at all; returns the exit code. */
export async function triageAndPrint(
  sources: readonly string[],
  options: TriageOptions = {},
): Promise<ExitCode> {
  const report = isRecording(sources)
    ? triageRecording(sources[0], options)
    : await triageLogs(sources, options);
  const render = (colors: boolean) =>
    options.json ? renderJson(report) : renderTriageText(report, { colors, all: options.all === true });
  if (options.outputFile !== undefined) writeAtomically(options.outputFile, render(false));
  else await print(render(wantsColors(process.stdout)));
  return exitCodeOf(report.verdict, options.failOn ?? 'growth');
}

function isRecording([first, ...more]: readonly string[]): boolean {
  if (more.length > 0 || first === standardInput) return false;
  return (
    basename(first) === recordingFiles.manifest ||
    basename(first) === recordingFiles.tree ||
    statSync(first, { throwIfNoEntry: false })?.isDirectory() === true
  );
}

/** Of a recording that is still under way too: what its ledger holds so far. */
function triageRecording(path: string, options: TriageOptions): Report {
  const opened = openSource([path]);
  const processes = observedIn(opened);
  const chosen =
    options.pid === undefined || !isTree(opened)
      ? processes
      : processes.filter(({ pid }) => pid === options.pid);
  if (chosen.length === 0) {
    throw new UserError(
      'not-telemetry',
      options.pid === undefined
        ? `the ledger of ${path} holds no sample`
        : `${path} holds no ledger of process ${options.pid}`,
      `heaptrail analyze ${path} looks into its captures`,
    );
  }
  const lives = judgeProcesses(chosen, limitOf(options));
  const target = targetOf(opened);
  const limits = limitsOf(opened);
  return buildTriageReport(lives, { ...(target === undefined ? {} : { target }), limits }, Date.now());
}

/** The ledgers of a recording: one, or in that of a tree one for each process and worker thread. */
function observedIn(opened: OpenedRecording): readonly ObservedProcess[] {
  const readingsOf = ({ samples }: OpenedRecording) => samples.map((sample) => ({ sample }));
  const processes = isTree(opened)
    ? (opened.heaps ?? []).map(({ name, opened: heap }) => ({
        pid: nameIn(heap) ?? name,
        readings: readingsOf(heap),
      }))
    : [{ readings: readingsOf(opened) }];
  return processes.filter(({ readings }) => readings.length > 0);
}

/** A process is known by its id; a thread needs its whole name. */
function nameIn({ manifest }: OpenedRecording): string | undefined {
  if (manifest === undefined || manifest.target.thread !== undefined) return undefined;
  return String(manifest.target.pid);
}

/** Its own folder has neither manifest nor ledger: these are those of its processes. */
function isTree({ manifest, heaps, samples }: OpenedRecording): boolean {
  return manifest === undefined && samples.length === 0 && heaps !== undefined;
}

function targetOf({ manifest }: OpenedRecording): ReportTarget | undefined {
  if (manifest === undefined) return undefined;
  const { pid, runtime, version, command } = manifest.target;
  return { pid, runtime, version, command: maskedArguments(command).join(' ') };
}

function limitsOf(opened: OpenedRecording): readonly string[] {
  if (!isTree(opened)) return opened.limits;
  const ofHeaps = (opened.heaps ?? []).flatMap(({ name, opened: heap }) =>
    heap.limits.map((limit) => `${name}: ${limit}`),
  );
  return [...opened.limits, ...ofHeaps];
}

async function triageLogs(paths: readonly string[], options: TriageOptions): Promise<Report> {
  const { columns, every, pid } = options;
  const limit = limitOf(options);
  const telemetry = await readTelemetry(paths.map(asSource), {
    ...(columns === undefined ? {} : { columns: parseColumnMap(columns) }),
    ...(every === undefined ? {} : { every: parseDuration(every) }),
    ...(pid === undefined ? {} : { pid }),
  });
  return buildTriageReport(judgeProcesses(telemetry.processes, limit), telemetry, Date.now());
}

function limitOf({ limit }: TriageOptions): Bytes | undefined {
  return limit === undefined ? undefined : parseSize(limit);
}

function asSource(path: string): TelemetrySource {
  if (path === standardInput) return { name: 'stdin', chunks: decodedText(process.stdin, 'stdin') };
  if (path.endsWith('.heapsnapshot')) {
    throw new UserError(
      'not-telemetry',
      `${path} is a heap snapshot, which tells nothing of memory over time`,
      'compare two or more: heaptrail analyze 1.heapsnapshot 2.heapsnapshot',
    );
  }
  return { name: path, chunks: textOf(path) };
}

async function* textOf(path: string): AsyncGenerator<string> {
  try {
    yield* decodedText(createReadStream(path), path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === undefined || cause instanceof UserError) throw cause;
    throw new UserError(
      'no-such-file',
      `${path} cannot be read (${code})`,
      'name a log, a recording or - for stdin',
      { cause },
    );
  }
}
