import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { recordingFiles } from '../../format/recording.ts';
import { ringFiles, ringFolder } from '../../format/ring-entry.ts';
import { UserError } from '../../format/user-error.ts';
import { standardInput } from '../requests/standard-input.ts';

/** What a person names, by what it is. */
export interface AutopsySources {
  readonly logs: readonly string[];
  readonly snapshots: readonly string[];
  readonly recordings: readonly string[];
  readonly rings: readonly string[];
}

/** What a death leaves beside the program. */
const leftBehind =
  /\.(?:log|txt|out|err|json|ndjson|jsonl|heapsnapshot)(?:\.\d+)?(?:\.gz)?$|^(?:stdout|stderr)$/;
const mostFiles = 500;
const ofWatch = /^(?:ledger|look)-\d+-[\d-]+\.heaptrail$/;

/**
 * Sorts them: a folder may be a recording, a ring, the folder of a watch, or one with files of several kinds.
 * @throws UserError `no-such-file`, or `not-telemetry` if a folder has nothing of this
 */
export function sortSources(paths: readonly string[]): AutopsySources {
  const sources = {
    logs: [] as string[],
    snapshots: [] as string[],
    recordings: [] as string[],
    rings: [] as string[],
  };
  for (const path of paths) sort(path, sources);
  return sources;
}

type Lists = { readonly [Kind in keyof AutopsySources]: string[] };

function sort(path: string, lists: Lists): void {
  if (path === standardInput) lists.logs.push(path);
  else if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) sortFolder(path, lists);
  else if (isManifest(basename(path))) lists.recordings.push(dirname(path));
  else if (/\.heapsnapshot(?:\.gz)?$/.test(path)) lists.snapshots.push(path);
  else lists.logs.push(path);
}

function sortFolder(folder: string, lists: Lists): void {
  const names = namesIn(folder);
  if (names.some(isManifest)) lists.recordings.push(folder);
  else if (ringFiles.some((name) => names.includes(name))) lists.rings.push(folder);
  else {
    const inside = names.filter(
      (name) => ringFolder.test(name) || ofWatch.test(name) || leftBehind.test(name),
    );
    if (inside.length === 0) {
      throw new UserError(
        'not-telemetry',
        `${folder} has no log, report, snapshot or recording in it`,
        'name the log of the program that died, or the folder of a watch or of a recording',
      );
    }
    for (const name of inside.slice(0, mostFiles)) sort(join(folder, name), lists);
  }
}

function isManifest(name: string): boolean {
  return name === recordingFiles.manifest || name === recordingFiles.tree;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new UserError('no-such-file', `${folder} cannot be read (${code})`, 'check its permissions', {
      cause,
    });
  }
}
