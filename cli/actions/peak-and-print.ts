import { existsSync, mkdirSync, mkdtempSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import path from 'node:path';
import { explainHeap } from '../../analyzer/peak/explain-heap.ts';
import { renderPeakMarkdown } from '../../analyzer/peak/peak-markdown.ts';
import { peakReport, type SeenHeap } from '../../analyzer/peak/peak-report.ts';
import { renderPeakText } from '../../analyzer/peak/peak-text.ts';
import { reportOfPeak } from '../../analyzer/peak/report-of-peak.ts';
import { maskedArguments } from '../../format/masked-arguments.ts';
import type { PeakReport } from '../../format/peak.ts';
import { printable, printableJson } from '../../format/printable.ts';
import { bytes } from '../../format/quantities.ts';
import { shellWord } from '../../format/shell-words.ts';
import { UserError } from '../../format/user-error.ts';
import { type PeakPlan, type PeakRun, runToPeak } from '../../probes/peak/run-to-peak.ts';
import { writeReport } from '../output/write-outlets.ts';
import { exitCode } from '../requests/exit-codes.ts';
import type { PeakRequest } from '../requests/peak-request.ts';
import { untilInterrupted } from './interrupt.ts';
import { writePage } from './write-page.ts';

const endOfRun = 'ending the program; press Ctrl-C again to quit now';

/** Runs a program to its end, explains its highest memory, and passes its exit code on. */
export async function peakAndPrint(request: PeakRequest): Promise<number> {
  const folder = roomFor(request.out);
  try {
    const runs = await untilInterrupted((signal) => runAll(request, folder, signal), endOfRun);
    const last = runs.at(-1)!;
    const report = await explain(request, runs);
    await write(request, report);
    return report.limit?.exceeded ? exitCode.suspects : codeOf(last.end);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Beside where the capture is to stay, so that it can be moved there. */
function roomFor(out: string | undefined): string {
  const beside = path.dirname(path.resolve(out ?? 'peak'));
  if (out !== undefined) mkdirSync(beside, { recursive: true });
  return mkdtempSync(path.join(out === undefined ? tmpdir() : beside, 'heaptrail-peak-'));
}

async function runAll(
  request: PeakRequest,
  folder: string,
  signal: AbortSignal,
): Promise<readonly PeakRun[]> {
  const first = await runToPeak(planOf(request, folder, request.runs === 2 ? 'none' : 'steps'), signal);
  if (request.runs === 1 || first.peak === undefined || signal.aborted) return [first];
  if (!request.quiet) tell(`the first run had its peak at ${bytes(first.peak.bytes)}: running it again`);
  const goal = first.peak.bytes;
  return [first, await runToPeak(planOf(request, folder, { goal }), signal)];
}

function planOf(
  { command, outlets, mostPause, force }: PeakRequest,
  folder: string,
  captures: PeakPlan['captures'],
): PeakPlan {
  // A format for machines must not be mixed with what the program says.
  const isFree = outlets.every(({ reporter, to }) => to !== 'stdout' || reporter.name === 'text');
  return { command, output: isFree ? 'inherit' : 'stderr', folder, mostPause, force, captures };
}

/** The first run was not paused: its figures are the better ones. */
async function explain(request: PeakRequest, runs: readonly PeakRun[]): Promise<PeakReport> {
  const { out, quiet, failAbove, command } = request;
  const [measured, last] = [runs[0], runs.at(-1)!];
  const { capture } = last;
  if (capture !== undefined && !quiet) tell(`explaining ${bytes(capture.moment.bytes)}`);
  const kept = capture === undefined ? undefined : keep(capture.folder, out);
  const failures: string[] = [];
  const seen = capture === undefined ? undefined : seenIn(capture, kept ?? capture.folder, kept, failures);
  if (request.html !== undefined && capture !== undefined)
    await writePage([kept ?? capture.folder], request.html, { source: request.source });
  const { end, took, peak, residue, curve } = measured;
  return peakReport(
    {
      command: maskedArguments(command).map(shellWord).join(' '),
      ...{ end, took, residue, curve },
      ...(peak === undefined ? {} : { peak }),
      captures: last.captures,
      paused: last.paused,
      runs: runs.length,
      notes: [...new Set([...runs.flatMap(({ notes }) => notes), ...failures])],
    },
    seen,
    failAbove,
  );
}

function seenIn(
  { target, moment, reason, before, after, residue }: NonNullable<PeakRun['capture']>,
  folder: string,
  recording: string | undefined,
  failures: string[],
): SeenHeap | undefined {
  try {
    const explained = explainHeap(folder, target.directory ?? process.cwd());
    return { target, moment, reason, before, after, residue, explained, recording };
  } catch (error) {
    // When it was, and in which process, stands without what was alive.
    if (!(error instanceof UserError)) throw error;
    failures.push(`the capture could not be explained: ${error.message}`);
    return undefined;
  }
}

/** @returns where it is now; undefined if it does not stay */
function keep(folder: string, out: string | undefined): string | undefined {
  if (out === undefined) return undefined;
  if (existsSync(out)) rmdirSync(out);
  renameSync(folder, out);
  return out;
}

async function write({ outlets }: PeakRequest, report: PeakReport): Promise<void> {
  const markdown = () => renderPeakMarkdown(report);
  await writeReport(reportOfPeak(report), outlets, {
    ownFormats: {
      text: (colors) => renderPeakText(report, { colors }),
      json: () => `${printableJson(report, 2)}\n`,
      markdown,
      'github-summary': markdown,
    },
  });
}

/** As a shell tells it. */
function codeOf(end: string): number {
  const code = /^exit code (\d+)$/.exec(end)?.[1];
  return code === undefined ? 128 + (constants.signals[end as NodeJS.Signals] ?? 0) : Number(code);
}

/** Stdout is for the answer alone. */
function tell(line: string): void {
  process.stderr.write(`${printable(line)}\n`);
}
