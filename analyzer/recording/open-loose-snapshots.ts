import { realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { EpochMillis } from '../../format/units.ts';
import { UserError } from '../../format/user-error.ts';
import type { CaptureSource } from '../capture-source.ts';
import type { OpenedRecording } from './open-recording.ts';
import { findSnapshotFault } from './snapshot-fault.ts';

interface LooseFile {
  readonly file: string;
  readonly named: EpochMillis | undefined;
  readonly written: EpochMillis;
}

/** Copied files can share a time, or differ by the copy: closer than this says nothing about order. */
const tellApart = 1_000;

/**
 * Opens snapshots that came from anywhere. They are ordered by the time in V8's own file names, else by
 * file time if that tells them apart, else as given. Only a time from a name becomes `at`: file times
 * are often those of a copy, and a rate per hour from them would be invented.
 * @throws UserError `no-such-file`, `not-a-snapshot` and `one-snapshot-twice`.
 */
export function openLooseSnapshots(files: readonly string[]): OpenedRecording {
  const given = files.map(look);
  refuseTheSameTwice(files);
  const limits = ['loose snapshots have no memory ledger: only the JavaScript heap could be judged'];
  const ordered = inOrderOfTime(given);
  if (ordered.some((file, i) => file !== given[i])) {
    limits.push(
      `the files are compared in the order of their times: ${ordered.map(({ file }) => basename(file)).join(', ')}`,
    );
  }
  const names = new Set(files.map((file) => basename(file)));
  const timed = ordered.every(({ named }) => named !== undefined);
  const captures = ordered.map(
    ({ file, named }): CaptureSource => ({
      file,
      label: names.size === files.length ? basename(file) : file,
      ...(timed && named !== undefined ? { at: named } : {}),
    }),
  );
  return { samples: [], captures, limits };
}

function look(file: string): LooseFile {
  const written = requireSnapshot(file);
  return { file, named: timeInName(file), written };
}

/**
 * Refuses what cannot be a whole snapshot, in the same words for every command.
 * @returns when it was written
 * @throws UserError `no-such-file` and `not-a-snapshot`
 */
export function requireSnapshot(file: string): EpochMillis {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new UserError(
      'no-such-file',
      `${file} does not exist`,
      'name .heapsnapshot files, or the folder of one recording',
    );
  }
  const fault = findSnapshotFault(file);
  if (fault !== undefined) {
    throw new UserError('not-a-snapshot', `${file} cannot be used: ${fault.reason}`, fault.next);
  }
  return stat.mtimeMs;
}

function refuseTheSameTwice(files: readonly string[]): void {
  const seen = new Set<string>();
  for (const file of files) {
    const real = realpathSync(file);
    if (seen.has(real)) {
      throw new UserError('one-snapshot-twice', `${file} was named twice`, 'name each snapshot once');
    }
    seen.add(real);
  }
}

/** V8's own names are `Heap.YYYYMMDD.HHMMSS.PID.TID.SEQ.heapsnapshot`, in local time. */
function timeInName(file: string): EpochMillis | undefined {
  const match = /^Heap\.(\d{4})(\d\d)(\d\d)\.(\d\d)(\d\d)(\d\d)\./.exec(basename(file));
  if (match === null) return undefined;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  return new Date(year, month - 1, day, hour, minute, second).getTime();
}

function inOrderOfTime(files: readonly LooseFile[]): readonly LooseFile[] {
  if (files.every(({ named }) => named !== undefined)) {
    return files.toSorted((a, b) => (a.named ?? 0) - (b.named ?? 0));
  }
  const byTime = files.toSorted((a, b) => a.written - b.written);
  const toldApart = byTime.every((file, i) => i === 0 || file.written - byTime[i - 1].written >= tellApart);
  return toldApart ? byTime : files;
}
