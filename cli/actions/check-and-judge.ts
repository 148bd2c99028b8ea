import { applyBaseline, type Baseline, updatedBaseline } from '../../analyzer/report/baseline.ts';
import { counted } from '../../format/quantities.ts';
import type { RecordingManifest } from '../../format/recording.ts';
import type { Report } from '../../format/report.ts';
import { writeReport } from '../output/write-outlets.ts';
import { writeBaseline } from '../requests/baseline-file.ts';
import type { CheckRequest } from '../requests/check-request.ts';
import { type ExitCode, exitCode, exitCodeOf } from '../requests/exit-codes.ts';
import { asTyped, judgedReport } from './analyze-and-print.ts';
import { untilInterrupted } from './interrupt.ts';
import { requireCaptures } from './judge-recording.ts';
import { keepRecordings } from './keep-recordings.ts';
import type { Recorded } from './record-with-progress.ts';
import { recordWork } from './record-work.ts';

const endOfCheck = 'ending the check; press Ctrl-C again to quit now';

/** Starts a program, makes it work, records it, and compares what grows with what the project accepts. */
export async function checkAndJudge(check: CheckRequest): Promise<ExitCode> {
  const recorded = await untilInterrupted((signal) => recordWork(check, signal), endOfCheck);
  await keepRecordings(recorded.folder, check.keep);
  requireCaptures(recorded.manifest);
  return await judge(check, recorded);
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
