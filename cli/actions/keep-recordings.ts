import { existsSync, readdirSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { printable } from '../../format/printable.ts';
import { bytes, counted } from '../../format/quantities.ts';
import { recordingFiles } from '../../format/recording.ts';
import type { Bytes, EpochMillis, Millis } from '../../format/units.ts';
import { measure } from '../../probes/watch/recording-shelf.ts';
import { forReader } from '../output/terminal.ts';
import type { Keeping } from '../requests/keep-option.ts';
import { isGivenName } from './recording-name.ts';

export interface OldRecording {
  readonly folder: string;
  readonly size: Bytes;
  readonly changedAt: EpochMillis;
}

/** What is still written is not old; what was killed during a recording is, once it has not changed for so long. */
const longestPause: Millis = 24 * 3_600_000;

/**
 * Deletes the oldest recordings beside a new one that are more than wanted, and says so. Only those whose names heaptrail
 * chose: what a person named stays.
 */
export async function keepRecordings(newest: string, keeping: Keeping): Promise<void> {
  if (!isGivenName(path.basename(newest))) return;
  const others = await finishedBeside(newest);
  const { size } = await measure(newest);
  const deleted: OldRecording[] = [];
  for (const old of beyond(others, { recordings: keeping.recordings - 1, size: keeping.size - size })) {
    if (await isDeleted(old.folder)) deleted.push(old);
  }
  if (deleted.length > 0) process.stderr.write(forReader(`${deletedLine(deleted)}\n`, process.stderr));
}

/** The oldest ones that are too many or too large; with a size alone, one stays to compare the new one with. */
export function beyond(others: readonly OldRecording[], keeping: Keeping): readonly OldRecording[] {
  const newestFirst = others.toSorted((a, b) => b.changedAt - a.changedAt);
  let total = 0;
  return newestFirst.filter(({ size }, index) => {
    total += size;
    return index >= keeping.recordings || (total > keeping.size && index > 0);
  });
}

async function finishedBeside(newest: string): Promise<readonly OldRecording[]> {
  const folder = path.dirname(path.resolve(newest));
  const names = readdirSync(folder).filter((name) => isGivenName(name) && name !== path.basename(newest));
  const found = await Promise.all(names.map((name) => measure(path.join(folder, name))));
  const finished = await Promise.all(found.map(isFinished));
  return found.filter((_, index) => finished[index]);
}

async function isFinished({ folder, changedAt }: OldRecording): Promise<boolean> {
  const manifest = [recordingFiles.manifest, recordingFiles.tree]
    .map((name) => path.join(folder, name))
    .find((file) => existsSync(file));
  if (manifest === undefined) return false;
  if (Date.now() - changedAt > longestPause) return true;
  const text = await readFile(manifest, 'utf8').catch(() => '');
  return /"state":\s*"(?!recording")\w+"/.test(text);
}

async function isDeleted(folder: string): Promise<boolean> {
  try {
    await rm(folder, { recursive: true });
    return true;
  } catch {
    // Another run deleted it, or it may not be deleted: either way it is not ours to tell.
    return false;
  }
}

function deletedLine(deleted: readonly OldRecording[]): string {
  const size = deleted.reduce((sum, each) => sum + each.size, 0);
  const names = deleted.map(({ folder }) => path.basename(folder)).join(', ');
  return printable(
    `deleted ${counted(deleted.length, 'old recording')} (${bytes(size)}): ${names}; --keep all keeps them, --out FOLDER keeps one`,
  );
}
