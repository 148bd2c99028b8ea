import { basename } from 'node:path';
import type { FindOptions } from '../../analyzer/capture-source.ts';
import { pageOfReport, preparePage } from '../../analyzer/page-data/prepare-page.ts';
import { openSource } from '../../analyzer/recording/open-source.ts';
import type { PageData } from '../../format/page.ts';
import type { Report } from '../../format/report.ts';
import { assemblePage } from '../../viewer/html/assemble.ts';
import { progressOn } from '../output/progress.ts';
import { writeNamedFile } from '../output/write-named-file.ts';
import { asConfigured, type Configuration } from '../requests/configuration.ts';
import { isJsonReport, loadReport } from './load-report.ts';
import { storeReport } from './stored-report.ts';

export interface PageChoices extends Omit<FindOptions, 'onProgress'> {
  /** Let names of objects tell what the target's strings say. */
  readonly includeStrings?: boolean | undefined;
  /** Show lines of source code; a redacted recording never does. Default: true. */
  readonly source?: boolean | undefined;
  /** The suspects that a project knows and does not want to be judged by. */
  readonly configuration?: Configuration | undefined;
}

/**
 * Writes one HTML file that shows a recording, loose snapshots or a JSON report to anyone with a browser.
 * @returns the report it shows, so that a caller who wants both does not analyze twice
 */
export async function writePage(
  paths: readonly string[],
  file: string,
  choices: PageChoices = {},
): Promise<Report> {
  const data = await loadPageData(paths, choices);
  writePageOf(data, data.summary.report, file);
  return data.summary.report;
}

/** @param report what became of the page's own: where a baseline accepts some of it, the page has to say so too */
export function writePageOf({ summary, tables }: PageData, report: Report, file: string): void {
  writeNamedFile(file, assemblePage({ summary: { ...summary, report }, tables }));
}

/** Analyzes what a person named, with progress on stderr. */
export async function loadPageData(paths: readonly string[], choices: PageChoices): Promise<PageData> {
  const named = paths.map((path) => basename(path)).join(', ');
  const { includeStrings = false, source: includeSource = true, configuration, ...limits } = choices;
  const configured = (data: PageData): PageData => {
    const report = asConfigured(data.summary.report, configuration);
    return { ...data, summary: { ...data.summary, report } };
  };
  if (paths.length === 1 && isJsonReport(paths[0]))
    return configured(pageOfReport(await loadReport(paths), named));
  const opened = openSource(paths);
  const progress = progressOn(process.stderr);
  try {
    const options = { ...limits, source: named, includeStrings, includeSource, onProgress: progress.report };
    const data = await preparePage(opened, options);
    storeReport(opened, data.summary.report);
    return configured(data);
  } finally {
    progress.end();
  }
}

/** `agent.heaptrail` and `agent.json` become `agent.html` in the current folder. */
export function pageNameFor(paths: readonly string[]): string {
  const name = basename(paths[0] ?? '').replace(/\.(heaptrail|heapsnapshot|json)$/, '');
  return `${name === '' || name === '.' || name === 'recording' ? 'heaptrail' : name}.html`;
}
