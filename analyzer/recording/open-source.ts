import { statSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { recordingFiles } from '../../format/recording.ts';
import { UserError } from '../../format/user-error.ts';
import { openHeaps } from './open-heaps.ts';
import { openLooseSnapshots } from './open-loose-snapshots.ts';
import type { OpenedRecording } from './open-recording.ts';

/**
 * What a person names on the command line: the folder of one recording, its manifest, or loose snapshots.
 * @throws UserError if it is neither.
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
  if (paths.length === 1 && !isFile(first)) return openHeaps(first);
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

/** What is no folder is a file that should be a snapshot, whatever its name: Bun calls its own `.heapprofile`. */
function isFile(path: string): boolean {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? /\.heapsnapshot(\.gz)?$/.test(path) : !stat.isDirectory();
}
