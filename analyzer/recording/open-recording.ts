import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type HeapProfile, parseHeapProfile } from '../../format/heap-profile.ts';
import type { MemorySample } from '../../format/memory-sample.ts';
import { type NativePages, parseNativePages } from '../../format/native-pages.ts';
import type { Pulse } from '../../format/pulse.ts';
import {
  type AllocationProfile,
  type Capture,
  type RecordingManifest,
  recordingFiles,
  type TreeManifest,
} from '../../format/recording.ts';
import { parseLedger, parseManifest, parsePulses, parseVisits } from '../../format/recording-text.ts';
import { UserError } from '../../format/user-error.ts';
import type { Visit } from '../../format/visit.ts';
import type { CaptureSource } from '../capture-source.ts';
import { readRegularFile } from '../parse/regular-file.ts';
import { snapshotFault } from './snapshot-fault.ts';

/** What can be used of a recording or of loose snapshots, whatever happened to them. */
export interface OpenedRecording {
  /** Absent for loose snapshots. */
  readonly folder?: string;
  /** Absent for loose snapshots and if the manifest is torn or missing. */
  readonly manifest?: RecordingManifest;
  /** Where it is the recording of a tree of processes, and its manifest is whole. */
  readonly tree?: TreeManifest;
  readonly samples: readonly MemorySample[];
  /** Absent if none were recorded. */
  readonly pulses?: readonly Pulse[];
  /** Absent if the program was not visited. */
  readonly visits?: readonly Visit[];
  /** Absent if first touches of pages were not recorded. */
  readonly native?: NativePages;
  /** Absent if allocations were not sampled. */
  readonly profiles?: readonly RecordedProfile[];
  /** The whole captures, in order of time. */
  readonly captures: readonly CaptureSource[];
  /** What is torn, missing or was not done, in words for the reader. */
  readonly limits: readonly string[];
  /** Where several heaps were recorded: each as a recording of its own, and what stands beside it here is the first one's. */
  readonly heaps?: readonly OpenedHeap[];
}

/** One heap of a recording that holds several. */
export interface OpenedHeap {
  /** How the reader knows it. */
  readonly name: string;
  readonly opened: OpenedRecording;
}

/** One look at the sampled allocations. */
export interface RecordedProfile extends AllocationProfile {
  readonly profile: HeapProfile;
}

/**
 * Opens a recording that may have been cut off at any byte: what is whole is used, what is torn is
 * named in `limits`. A torn manifest is replaced by what the ledger and the captures on disk say.
 * @throws UserError `not-a-recording` if there is nothing to use, and what `parseManifest` throws
 *   for another schema version.
 */
export function openRecording(folder: string): OpenedRecording {
  const listing = list(folder);
  const limits: string[] = [];
  const manifest = readManifest(folder, limits);
  const samples = readLedger(folder, limits);
  const pulses = readPulses(folder, limits);
  const visits = readVisits(folder, limits);
  const native = readNative(folder, limits);
  const profiles = readProfiles(folder, manifest, limits);
  const known = manifest === undefined ? [] : whatManifestKnows(folder, manifest, limits);
  // Only a recording that was cut off can have a capture that its manifest does not know of.
  const found =
    manifest === undefined || manifest.state === 'recording'
      ? onDisk(folder, manifest?.captures ?? [], limits)
      : [];
  if (manifest === undefined && samples.length === 0 && found.length === 0)
    throw nothingToUse(folder, listing);
  return {
    folder,
    ...(manifest === undefined ? {} : { manifest }),
    samples,
    ...(pulses.length === 0 ? {} : { pulses }),
    ...(visits.length === 0 ? {} : { visits }),
    ...(native === undefined ? {} : { native }),
    ...(profiles.length === 0 ? {} : { profiles }),
    captures: [...known, ...found].sort((a, b) => (a.at ?? 0) - (b.at ?? 0)),
    limits: [
      ...limits,
      ...plainLeftovers(folder),
      ...(manifest === undefined ? [] : endOf(manifest)),
      ...(manifest?.notes ?? []),
    ],
  };
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOTDIR') throw notARecording(`${folder} is a file, not a recording`);
    if (code === 'ENOENT') {
      throw new UserError(
        'no-such-file',
        `${folder} does not exist`,
        'name the folder of a recording (NAME.heaptrail)',
      );
    }
    throw new UserError(
      'cannot-read',
      `${folder} cannot be read (${code ?? cause})`,
      'check its owner and permissions',
      { cause },
    );
  }
}

function readManifest(folder: string, limits: string[]): RecordingManifest | undefined {
  const text = readIfThere(join(folder, recordingFiles.manifest), limits);
  if (text === undefined) {
    limits.push(
      `${recordingFiles.manifest} is missing: captures are read from disk in the order of their file times`,
    );
    return undefined;
  }
  try {
    return parseManifest(text);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'broken-manifest') throw error;
    limits.push(`${error.message}: captures are read from disk in the order of their file times`);
    return undefined;
  }
}

function readLedger(folder: string, limits: string[]): readonly MemorySample[] {
  const text = readIfThere(join(folder, recordingFiles.ledger), limits);
  if (text === undefined) {
    limits.push(`${recordingFiles.ledger} is missing: memory outside the captures is unknown`);
    return [];
  }
  const { samples, torn } = parseLedger(text);
  limits.push(...tornLines(recordingFiles.ledger, torn));
  return samples;
}

/** Few recordings have pulses: if there are none, there is nothing to tell. */
function readPulses(folder: string, limits: string[]): readonly Pulse[] {
  const { pulses, torn } = parsePulses(readIfThere(join(folder, recordingFiles.pulses), limits) ?? '');
  limits.push(...tornLines(recordingFiles.pulses, torn));
  return pulses;
}

/** As with pulses. */
function readVisits(folder: string, limits: string[]): readonly Visit[] {
  const { visits, torn } = parseVisits(readIfThere(join(folder, recordingFiles.visits), limits) ?? '');
  limits.push(...tornLines(recordingFiles.visits, torn));
  return visits;
}

/** As with pulses. */
function readNative(folder: string, limits: string[]): NativePages | undefined {
  const text = readIfThere(join(folder, recordingFiles.native), limits);
  const pages = text === undefined ? undefined : parseNativePages(text);
  if (text !== undefined && pages === undefined) limits.push(`${recordingFiles.native} is torn, not used`);
  return pages;
}

/** Profiles that no manifest names cannot be dated: they are left out. */
function readProfiles(
  folder: string,
  manifest: RecordingManifest | undefined,
  limits: string[],
): readonly RecordedProfile[] {
  return (manifest?.allocations ?? []).flatMap((entry) => {
    const text = readIfThere(join(folder, entry.file), limits);
    const profile = text === undefined ? undefined : parseHeapProfile(text);
    if (profile !== undefined) return [{ ...entry, profile }];
    limits.push(`${entry.file} is missing or torn, not used`);
    return [];
  });
}

function tornLines(file: string, torn: number): string[] {
  return torn > 0 ? [`${file} has ${torn} torn ${torn === 1 ? 'line' : 'lines'}, not used`] : [];
}

function readIfThere(file: string, limits: string[]): string | undefined {
  try {
    return readRegularFile(file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOENT') limits.push(`${file} cannot be read (${code ?? cause})`);
    return undefined;
  }
}

function whatManifestKnows(folder: string, manifest: RecordingManifest, limits: string[]): CaptureSource[] {
  return manifest.captures.flatMap((capture) => {
    const fault = faultOf(folder, capture);
    if (fault === undefined) return [asSource(folder, capture)];
    limits.push(`capture ${capture.index} is not used: ${fault}`);
    return [];
  });
}

function faultOf(folder: string, capture: Capture): string | undefined {
  if (capture.status === 'failed') return capture.failure ?? 'it failed';
  return snapshotFault(join(folder, capture.file), capture.status === 'whole' ? capture.size : undefined);
}

function asSource(folder: string, capture: Capture): CaptureSource {
  const { at, operations, epoch } = capture;
  return {
    file: join(folder, capture.file),
    label: `capture ${capture.index}`,
    at,
    ...(operations === undefined ? {} : { operations }),
    ...(epoch === undefined ? {} : { epoch }),
  };
}

/** Captures that no manifest vouches for. Their file times are when they were finished: close enough to order them. */
function onDisk(folder: string, known: readonly Capture[], limits: string[]): CaptureSource[] {
  const inManifest = new Set(known.map((capture) => capture.file));
  return snapshotNames(join(folder, recordingFiles.captures)).flatMap((name) => {
    if (inManifest.has(`${recordingFiles.captures}/${name}`)) return [];
    const file = join(folder, recordingFiles.captures, name);
    const number = /^\d+/.exec(name)?.[0];
    const label = number === undefined ? name : `capture ${Number(number)}`;
    const fault = snapshotFault(file);
    if (fault === undefined) return [{ file, label, at: statSync(file).mtimeMs }];
    limits.push(`${label} is not used: ${fault}`);
    return [];
  });
}

function snapshotNames(folder: string): string[] {
  return namesIn(folder).filter((name) => /\.heapsnapshot(\.gz)?$/.test(name));
}

/** What a redacting recording leaves if it and its target are killed while the target itself writes. */
function plainLeftovers(folder: string): string[] {
  return namesIn(join(folder, recordingFiles.captures))
    .filter((name) => /\.plain(\.part)?$/.test(name))
    .map((name) => {
      const file = join(folder, recordingFiles.captures, name);
      return `${file} is a capture that was not redacted, left by a recording that was killed: delete it`;
    });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function endOf(manifest: RecordingManifest): string[] {
  const reason = manifest.endReason === undefined ? '' : `: ${manifest.endReason}`;
  switch (manifest.state) {
    case 'complete':
      return [];
    case 'recording':
      return ['the recording was cut off or is still running'];
    case 'interrupted':
      return [`the recording was interrupted${reason}`];
    case 'failed':
      return [`the recording failed${reason}`];
  }
}

function nothingToUse(folder: string, listing: readonly string[]): UserError {
  if (listing.length === 0) return notARecording(`${folder} is empty`);
  const loose = listing.some((name) => name.endsWith('.heapsnapshot'));
  if (!loose)
    return notARecording(`${folder} is not a recording: it has no readable manifest, ledger or capture`);
  return new UserError(
    'not-a-recording',
    `${folder} is not a recording, but holds loose snapshots`,
    `name the files instead: heaptrail analyze ${join(folder, '*.heapsnapshot')}`,
  );
}

function notARecording(message: string): UserError {
  return new UserError(
    'not-a-recording',
    message,
    'name the folder of a recording (NAME.heaptrail), or two or more .heapsnapshot files',
  );
}
