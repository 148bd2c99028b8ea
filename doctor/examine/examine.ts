import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { preparePage } from '../../analyzer/page-data/prepare-page.ts';
import type { OpenedRecording } from '../../analyzer/recording/open-recording.ts';
import { openSource } from '../../analyzer/recording/open-source.ts';
import { renderText } from '../../analyzer/report/text.ts';
import type { PageData } from '../../format/page.ts';
import type { RecordingManifest } from '../../format/recording.ts';
import type { Report } from '../../format/report.ts';
import type { Rung } from '../../format/rungs.ts';
import { UserError } from '../../format/user-error.ts';
import type { PageCode } from '../../viewer/html/assemble.ts';
import { issueText } from '../bundle/issue-text.ts';
import { copyRedacted } from '../bundle/redacted-copy.ts';
import { shortenHomes } from '../bundle/shorten-homes.ts';
import { writeBundle } from '../bundle/write-bundle.ts';
import type { Bundle, Diagnosis } from '../diagnosis.ts';

export interface Examination {
  readonly recording: string;
  /** A folder of the caller's own, for what is needed meanwhile. */
  readonly scratch: string;
  /** Where the bundle goes. */
  readonly out: string;
  /** What the program calls itself. */
  readonly program?: string | undefined;
  /** Nobody needs the recording afterwards. */
  readonly isSpent?: boolean | undefined;
  /** Why captures are left alone; absent if they are judged. */
  readonly withoutCaptures?: string | undefined;
}

/** Of the caller's process alone. */
export interface ExamineOptions {
  readonly onShare?: OnShare;
  /** The page's own code; if absent, that of the package. */
  readonly code?: PageCode;
}

export type OnShare = (phase: string, share: number) => void;

const redactingShare = 0.3;

/**
 * From a recording to a diagnosis and its bundle. Captures that this machine cannot judge are left out: then memory
 * samples and visits alone are judged.
 * @throws UserError if the recording cannot be opened at all
 */
export async function examine(examination: Examination, options: ExamineOptions = {}): Promise<Diagnosis> {
  const { withoutCaptures } = examination;
  if (withoutCaptures !== undefined) return await examineCopy(examination, withoutCaptures, options);
  try {
    return await examineCopy(examination, undefined, options);
  } catch (error) {
    if (error instanceof UserError && unopenable.has(error.code)) throw error;
    const why = error instanceof Error ? error.message : String(error);
    return await examineCopy(examination, `its captures could not be judged here: ${why}`, options);
  }
}

/** Without captures it would be the same. */
const unopenable: ReadonlySet<string> = new Set([
  'not-a-recording',
  'no-such-file',
  'unknown-schema-version',
  'cannot-read',
]);

async function examineCopy(
  { recording, scratch, out, program, isSpent = false }: Examination,
  withoutCaptures: string | undefined,
  { onShare = () => {}, code }: ExamineOptions,
): Promise<Diagnosis> {
  const copy = join(scratch, withoutCaptures === undefined ? 'redacted' : 'light');
  try {
    copyRedacted(recording, copy, {
      withoutCaptures,
      isSpent,
      onProgress: (share) => onShare('redacting', redactingShare * share),
    });
    const opened = openSource([copy]);
    const prepared = await preparePage(opened, {
      source: 'recording',
      includeStrings: false,
      includeSource: false,
      onProgress: (phase, share) => onShare(phase, redactingShare + (1 - redactingShare) * share),
    });
    const page = shortenHomes(withoutFolder(prepared, copy));
    const { report } = page.summary;
    const rung = rungOf(opened);
    const { title, body } = issueText(report, { rung, program, system: systemOf(opened.manifest) });
    const issue = { title, body: withoutExplain(body) };
    const { bundle, notes } = bundled(out, () =>
      writeBundle(out, { page, issue, samples: opened.samples, code }),
    );
    return {
      verdict: report.verdict,
      text: withoutExplain(renderText(report)),
      report,
      rung,
      issue,
      ...(bundle === undefined ? {} : { bundle }),
      notes: [...(withoutCaptures === undefined ? [] : [withoutCaptures]), ...notes],
    };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** The copy is gone when the report is read: no advice may lead to it. */
function withoutFolder(page: PageData, folder: string): PageData {
  const report = adviceWithout(page.summary.report, folder);
  return { ...page, summary: { ...page.summary, report } };
}

function adviceWithout(report: Report, folder: string): Report {
  const { verdict } = report;
  return { ...report, verdict: { ...verdict, next: verdict.next.filter((step) => !step.includes(folder)) } };
}

/** It asks a recording that is gone. */
function withoutExplain(text: string): string {
  return text.replace(/^ {2}= more: .*\n/gm, '');
}

/** The verdict is worth more than the files. */
function bundled(
  folder: string,
  write: () => Bundle,
): { readonly bundle?: Bundle; readonly notes: readonly string[] } {
  try {
    return { bundle: write(), notes: [] };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
    return { notes: [`the bundle could not be written to ${folder}: ${(error as Error).message}`] };
  }
}

/** The most that was looked at. */
function rungOf({ manifest, captures, visits, profiles, heaps }: OpenedRecording): Rung {
  if (manifest?.rung !== undefined) return manifest.rung.taken;
  const most = Math.max(captures.length, ...(heaps ?? []).map(({ opened }) => opened.captures.length));
  if (most > 0) return most > 1 ? 'snapshots' : 'snapshot';
  if (visits !== undefined) return 'visits';
  return profiles === undefined ? 'ledger' : 'sites';
}

function systemOf(manifest: RecordingManifest | undefined): string | undefined {
  return manifest && `${manifest.target.platform} ${manifest.target.architecture}`;
}
