import { statSync } from 'node:fs';
import { join } from 'node:path';
import { readRegularFile } from '../../analyzer/parse/regular-file.ts';
import type { OpenedRecording } from '../../analyzer/recording/open-recording.ts';
import { renderJson } from '../../analyzer/report/json.ts';
import { type RecordingManifest, recordingFiles } from '../../format/recording.ts';
import type { Report } from '../../format/report.ts';
import { parseReport } from '../../format/report-text.ts';
import { tool } from '../../format/tool.ts';
import { writeAtomically } from '../output/atomic-file.ts';

const storedName = 'report.json';

/**
 * The report of an earlier analysis of this recording, if nothing was recorded since and this version made
 * it. A recording that is still under way, or has no whole manifest, has none.
 */
export function storedReport({ folder, manifest, tree }: OpenedRecording): Report | undefined {
  if (folder === undefined || !isOver(manifest ?? tree)) return undefined;
  const file = join(folder, storedName);
  const stored = statSync(file, { throwIfNoEntry: false });
  const recorded = statSync(
    join(folder, tree === undefined ? recordingFiles.manifest : recordingFiles.tree),
    { throwIfNoEntry: false },
  );
  if (stored === undefined || recorded === undefined || stored.mtimeMs <= recorded.mtimeMs) return undefined;
  try {
    const report = parseReport(readRegularFile(file), file);
    return report.tool.version === tool.version ? report : undefined;
  } catch {
    // A stored report only saves time: one that cannot be used is made again.
    return undefined;
  }
}

/** Keeps the report for the next look at the recording; a folder that cannot be written to is left as it is. */
export function storeReport({ folder, manifest, tree }: OpenedRecording, report: Report): void {
  if (folder === undefined || !isOver(manifest ?? tree)) return;
  try {
    writeAtomically(join(folder, storedName), renderJson(report));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EACCES' && code !== 'EROFS' && code !== 'EPERM' && code !== 'ENOSPC') throw error;
  }
}

function isOver(manifest: Pick<RecordingManifest, 'state'> | undefined): boolean {
  return manifest !== undefined && manifest.state !== 'recording';
}
