import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { OpenedRecording } from '../../analyzer/recording/open-recording.ts';
import { openSource } from '../../analyzer/recording/open-source.ts';
import { renderJson } from '../../analyzer/report/json.ts';
import { reportTarget } from '../../analyzer/report/report-target.ts';
import { buildTriageReport } from '../../analyzer/report/triage-report.ts';
import { renderTriageText } from '../../analyzer/report/triage-text.ts';
import { judgeProcesses, type ObservedProcess } from '../../analyzer/triage/judge-processes.ts';
import { readTelemetry, type TelemetrySource } from '../../analyzer/triage/telemetry/read-telemetry.ts';
import { recordingFiles } from '../../format/recording.ts';
import type { Report } from '../../format/report.ts';
import { UserError } from '../../format/user-error.ts';
import { writeAtomically } from '../output/atomic-file.ts';
import { print, printText, wantsColors } from '../output/terminal.ts';
import { type ExitCode, exitCodeOf } from '../requests/exit-codes.ts';
import { standardInput } from '../requests/standard-input.ts';
import type { TriageRequest } from '../requests/triage-request.ts';
import { textSource } from './text-source.ts';

/** Says whether a recording's ledger or foreign telemetry shows a leak at all; returns the exit code. */
export async function triageAndPrint(request: TriageRequest): Promise<ExitCode> {
  const { sources, json, outputFile, failOn, all } = request;
  const report = isRecording(sources) ? triageRecording(sources[0], request) : await triageLogs(request);
  const render = (colors: boolean) => (json ? renderJson(report) : renderTriageText(report, { colors, all }));
  if (outputFile !== undefined) writeAtomically(outputFile, render(false));
  else await (json ? print : printText)(render(wantsColors(process.stdout)));
  return exitCodeOf(report.verdict, failOn);
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
function triageRecording(path: string, { pid, limit }: TriageRequest): Report {
  const opened = openSource([path]);
  const processes = observedIn(opened);
  const chosen =
    pid === undefined || !isTree(opened) ? processes : processes.filter((process) => process.pid === pid);
  if (chosen.length === 0) {
    throw new UserError(
      'not-telemetry',
      pid === undefined ? `the ledger of ${path} has no samples` : `${path} has no ledger of process ${pid}`,
      `analyze its captures instead: heaptrail analyze ${path}`,
    );
  }
  const lives = judgeProcesses(chosen, limit);
  const target = opened.manifest && reportTarget(opened.manifest.target);
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

function limitsOf(opened: OpenedRecording): readonly string[] {
  if (!isTree(opened)) return opened.limits;
  const ofHeaps = (opened.heaps ?? []).flatMap(({ name, opened: heap }) =>
    heap.limits.map((limit) => `${name}: ${limit}`),
  );
  return [...opened.limits, ...ofHeaps];
}

async function triageLogs({ sources, limit, ...options }: TriageRequest): Promise<Report> {
  const telemetry = await readTelemetry(sources.map(asSource), options);
  return buildTriageReport(judgeProcesses(telemetry.processes, limit), telemetry, Date.now());
}

function asSource(path: string): TelemetrySource {
  if (path.endsWith('.heapsnapshot')) {
    throw new UserError(
      'not-telemetry',
      `${path} is a heap snapshot, which says nothing about memory over time`,
      'compare two or more: heaptrail analyze 1.heapsnapshot 2.heapsnapshot',
    );
  }
  return textSource(path);
}
