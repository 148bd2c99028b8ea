import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { recordingFiles } from '../../format/recording.ts';
import { UserError } from '../../format/user-error.ts';
import { openHeaps } from './open-heaps.ts';
import { openLooseSnapshots } from './open-loose-snapshots.ts';
import type { OpenedRecording } from './open-recording.ts';
import { snapshotFault } from './snapshot-fault.ts';

/**
 * What a person names on the command line: the folder of one recording, its manifest, or loose snapshots.
 * @throws UserError where it is neither.
 */
export function openSource(paths: readonly string[]): OpenedRecording {
  const [first] = paths;
  if (first === undefined) {
    throw new UserError(
      'nothing-named',
      'nothing to analyze was named',
      'name a recording, or two or more .heapsnapshot files',
    );
  }
  const isManifest = basename(first) === recordingFiles.manifest || basename(first) === recordingFiles.tree;
  if (paths.length === 1 && isManifest) return openHeaps(dirname(first));
  if (paths.length === 1 && !isSnapshot(first)) return openHeaps(first);
  const folder = paths.find((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory());
  if (folder !== undefined) {
    throw new UserError(
      'several-recordings',
      `${folder} is a folder and was named together with other paths`,
      'analyze one recording at a time, or compare two with heaptrail diff',
    );
  }
  return openLooseSnapshots(paths);
}

/** By its name or, as Bun calls its heap snapshots `.heapprofile` and people call theirs anything, by its two ends. */
function isSnapshot(path: string): boolean {
  return /\.heapsnapshot(\.gz)?$/.test(path) || snapshotFault(path) === undefined;
}
