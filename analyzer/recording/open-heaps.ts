import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { heapName } from '../../format/heap-name.ts';
import { recordingFiles, type TreeManifest } from '../../format/recording.ts';
import { parseTreeManifest } from '../../format/recording-text.ts';
import { UserError } from '../../format/user-error.ts';
import { readRegularFile } from '../parse/regular-file.ts';
import { type OpenedHeap, type OpenedRecording, openRecording } from './open-recording.ts';

/**
 * Opens the recording of one process with those of its worker threads, or the recording of a tree of processes.
 * What is in the folders decides, not what manifests say of them: those may be torn.
 * @throws UserError as `openRecording` does, and if no recording of a tree can be used
 */
export function openHeaps(folder: string): OpenedRecording {
  const isTree = [recordingFiles.tree, recordingFiles.processes].some((name) =>
    existsSync(join(folder, name)),
  );
  return isTree ? openTree(folder) : openProcess(folder);
}

function openProcess(folder: string): OpenedRecording {
  const main = openRecording(folder);
  const limits: string[] = [];
  const workers = openAll(join(folder, recordingFiles.workers), 'worker thread', openRecording, limits);
  if (workers.length === 0)
    return limits.length === 0 ? main : { ...main, limits: [...main.limits, ...limits] };
  return { ...main, limits, heaps: [asHeap(main, 'the process'), ...workers] };
}

function openTree(folder: string): OpenedRecording {
  const limits: string[] = [];
  const manifest = readTreeManifest(folder, limits);
  const processes = openAll(join(folder, recordingFiles.processes), 'process', openProcess, limits);
  if (processes.length === 0) throw emptyTree(folder, manifest);
  const heaps = processes.flatMap((process) => process.opened.heaps ?? [process]);
  limits.push(...processes.flatMap(({ opened }) => (opened.heaps === undefined ? [] : opened.limits)));
  if (manifest !== undefined) limits.push(...endOf(manifest), ...notRecorded(manifest));
  const tree = manifest === undefined ? {} : { tree: manifest };
  return { folder, ...tree, samples: [], captures: [], limits, heaps };
}

function openAll(
  folder: string,
  what: string,
  open: (folder: string) => OpenedRecording,
  limits: string[],
): OpenedHeap[] {
  return numberedFolders(folder).flatMap((name) => {
    try {
      return [asHeap(open(join(folder, name)), `${what} ${name}`)];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      limits.push(`${what} ${name} is not used: ${error.message}`);
      return [];
    }
  });
}

function asHeap(opened: OpenedRecording, otherwise: string): OpenedHeap {
  return { name: opened.manifest === undefined ? otherwise : heapName(opened.manifest.target), opened };
}

function numberedFolders(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /^\d/.test(name))
    .sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
}

function readTreeManifest(folder: string, limits: string[]): TreeManifest | undefined {
  try {
    return parseTreeManifest(readRegularFile(join(folder, recordingFiles.tree)));
  } catch (error) {
    if (error instanceof UserError && error.code !== 'broken-manifest') throw error;
    limits.push(
      error instanceof UserError
        ? error.message
        : `${recordingFiles.tree} is missing: it is unknown which processes were not recorded`,
    );
    return undefined;
  }
}

function endOf({ state, endReason }: TreeManifest): string[] {
  if (state === 'complete') return [];
  if (state === 'recording') return ['the recording of the tree was cut off or is still running'];
  return [`the recording of the tree was ${state}: ${endReason ?? 'for an unknown reason'}`];
}

function notRecorded({ processes }: TreeManifest): string[] {
  return processes.flatMap((process) =>
    process.notRecorded === undefined
      ? []
      : [`${heapName(process)} (${process.runtime}) was not recorded: ${process.notRecorded}`],
  );
}

function emptyTree(folder: string, manifest: TreeManifest | undefined): UserError {
  const reasons = manifest === undefined ? [] : notRecorded(manifest);
  return new UserError(
    'not-a-recording',
    `${folder} is the recording of a process tree, but none of its processes can be used${reasons.length === 0 ? '' : `: ${reasons.join('; ')}`}`,
    'record it again',
  );
}
