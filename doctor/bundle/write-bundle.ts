import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { PageData } from '../../format/page.ts';
import { printableJson } from '../../format/printable.ts';
import type { Bytes } from '../../format/units.ts';
import type { PageCode } from '../../viewer/html/assemble.ts';
import type { Bundle, IssueText } from '../diagnosis.ts';
import { fittingLines, fittingPage, fittingReport, sizeOf } from './fit.ts';

/** Issue trackers and mail servers take this. */
const mostBytes: Bytes = 1_000_000;
const mostOfReport: Bytes = 200_000;
const mostOfLedger: Bytes = 150_000;

export interface BundleContent {
  /** Redacted, with shortened paths. */
  readonly page: PageData;
  readonly issue: IssueText;
  readonly samples: readonly MemorySample[];
  /** The page's own code; if absent, that of the package. */
  readonly code?: PageCode | undefined;
}

/** Writes what may leave the machine: less than 1 MB, for no eyes but the owner's until it is sent. */
export function writeBundle(folder: string, content: BundleContent): Bundle {
  const files = bundleFiles(content);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  for (const { name, text } of files) writeFileSync(join(folder, name), text, { mode: 0o600 });
  return {
    folder,
    files: files.map(({ name }) => name),
    bytes: files.reduce((all, { text }) => all + sizeOf(text), 0),
  };
}

export interface BundleFile {
  readonly name: string;
  readonly text: string;
}

export function bundleFiles({ page, issue, samples, code }: BundleContent): readonly BundleFile[] {
  const report = fittingReport(page.summary.report, mostOfReport);
  const ledger = fittingLines(
    samples.map((sample) => JSON.stringify(sample)),
    mostOfLedger,
  );
  const small = [
    { name: 'issue.md', text: `# ${issue.title}\n\n${issue.body}` },
    { name: 'report.json', text: `${printableJson(report, 2)}\n` },
    { name: 'ledger.ndjson', text: ledger.map((line) => `${line}\n`).join('') },
  ];
  const left = small.reduce((rest, { text }) => rest - sizeOf(text), mostBytes - 1);
  const html = fittingPage({ ...page, summary: { ...page.summary, report } }, left, code);
  return html === undefined ? small : [...small, { name: 'page.html', text: html }];
}
