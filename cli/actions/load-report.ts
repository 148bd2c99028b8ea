import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { analyzeOpened } from '../../analyzer/analyze.ts';
import type { FindOptions } from '../../analyzer/capture-source.ts';
import { readRegularFile } from '../../analyzer/parse/regular-file.ts';
import { openSource } from '../../analyzer/recording/open-source.ts';
import { recordingFiles } from '../../format/recording.ts';
import type { Report } from '../../format/report.ts';
import { parseReport } from '../../format/report-text.ts';
import { UserError } from '../../format/user-error.ts';
import { progressOn } from '../output/progress.ts';
import { storedReport, storeReport } from './stored-report.ts';

/** The report of what a person names: a JSON report as it is, a recording or loose snapshots by analysis. */
export async function loadReport(paths: readonly string[]): Promise<Report> {
  const [only] = paths;
  if (paths.length === 1 && isJsonReport(only)) return parseReport(read(only), only);
  return storedReport(openSource(paths)) ?? analyzePaths(paths);
}

/** Analyzes anew, and keeps the report in the recording for who asks next; progress goes to stderr. */
export async function analyzePaths(
  paths: readonly string[],
  options: Omit<FindOptions, 'onProgress'> = {},
): Promise<Report> {
  const recording = openSource(paths);
  const progress = progressOn(process.stderr);
  try {
    const report = await analyzeOpened(recording, { ...options, onProgress: progress.report });
    storeReport(recording, report);
    return report;
  } finally {
    progress.end();
  }
}

/** A report as `analyze --json` writes it, by its name: the manifest of a recording is JSON too. */
export function isJsonReport(path: string): boolean {
  if (!path.endsWith('.json') || basename(path) === recordingFiles.manifest) return false;
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true;
}

function read(file: string): string {
  try {
    return readRegularFile(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UserError(
      'no-such-file',
      `${file} cannot be read (${code ?? cause})`,
      'name a recording or a JSON report',
      { cause },
    );
  }
}
