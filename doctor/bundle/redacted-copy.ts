import {
  copyFileSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { SnapshotError } from '../../analyzer/parse/snapshot-error.ts';
import { redactSnapshot } from '../../analyzer/redact/redact-snapshot.ts';
import { argumentsWithoutValues, maskedText } from '../../format/masked-arguments.ts';
import {
  type Capture,
  type RecordingManifest,
  recordingFiles,
  type TreeManifest,
} from '../../format/recording.ts';
import { parseManifest, parseTreeManifest } from '../../format/recording-text.ts';
import { UserError } from '../../format/user-error.ts';

export interface CopyChoices {
  /** Why captures are left out; absent if they are copied. */
  readonly withoutCaptures?: string | undefined;
  /** Nobody needs the recording itself: each of its captures is removed as soon as it is copied. */
  readonly isSpent?: boolean;
  readonly onProgress?: (share: number) => void;
}

const copied: readonly string[] = [recordingFiles.ledger, recordingFiles.pulses, recordingFiles.visits];

/**
 * Writes a recording like another one without the contents of strings and without the values of arguments. A capture
 * that is not whole is left out, as analysis would do.
 */
export function copyRedacted(from: string, to: string, choices: CopyChoices = {}): void {
  const files = readdirSync(from, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  // A manifest tells how large its captures are: it comes after them.
  const paths = files
    .map(({ parentPath, name }) => join(parentPath, name).slice(from.length + 1))
    .toSorted((a, b) => Number(isManifest(a)) - Number(isManifest(b)));
  const isRedacted = isRedactedAlready(from);
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const [at, path] of paths.entries()) {
    const source = join(from, path);
    const target = join(to, path);
    const copy = copyOf(basename(path), isRedacted, choices);
    if (copy === undefined) continue;
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
    copy(source, target);
    choices.onProgress?.((at + 1) / paths.length);
  }
}

type Copy = (from: string, to: string) => void;

function copyOf(
  name: string,
  isRedacted: boolean,
  { withoutCaptures, isSpent }: CopyChoices,
): Copy | undefined {
  if (name === recordingFiles.manifest)
    return maskedBy((text, folder) => maskedManifest(parseManifest(text), folder, withoutCaptures));
  if (name === recordingFiles.tree) return maskedBy((text) => maskedTree(parseTreeManifest(text)));
  if (copied.includes(name) || name.endsWith('.heapprofile')) return copyFileSync;
  if (!/\.heapsnapshot(\.gz)?$/.test(name) || withoutCaptures !== undefined) return undefined;
  const copy = isRedacted ? sameCapture : redactedCapture;
  if (!isSpent) return copy;
  return (from, to) => {
    copy(from, to);
    rmSync(from);
  };
}

function isManifest(path: string): boolean {
  return basename(path) === recordingFiles.manifest;
}

function isRedactedAlready(folder: string): boolean {
  try {
    return (
      parseManifest(readFileSync(join(folder, recordingFiles.manifest), 'utf8')).target.redacted === true
    );
  } catch {
    return false;
  }
}

/** On another disk a file cannot have a second name. */
function sameCapture(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}

function redactedCapture(from: string, to: string): void {
  try {
    redactSnapshot(from, to);
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
  }
}

/** A manifest that was cut off tells nothing: what opens the copy reads the files, as it does of the recording. */
function maskedBy(masked: (text: string, folder: string) => object): Copy {
  return (from, to) => {
    try {
      writeFileSync(to, JSON.stringify(masked(readFileSync(from, 'utf8'), dirname(to))), { mode: 0o600 });
    } catch (error) {
      if (!(error instanceof UserError) || error.code !== 'broken-manifest') throw error;
    }
  };
}

function maskedManifest(
  manifest: RecordingManifest,
  folder: string,
  withoutCaptures: string | undefined,
): RecordingManifest {
  const { target, options, captures, notes } = manifest;
  return {
    ...manifest,
    target: { ...target, command: argumentsWithoutValues(target.command), redacted: true },
    options: maskedOptions(options),
    captures: withoutCaptures === undefined ? captures.map((each) => withSize(each, folder)) : [],
    notes: withoutCaptures === undefined || captures.length === 0 ? notes : [...notes, withoutCaptures],
  };
}

/** Numbers and names take another room if they are redacted. */
function withSize(capture: Capture, folder: string): Capture {
  const size = statSync(join(folder, capture.file), { throwIfNoEntry: false })?.size;
  return size === undefined || capture.size === undefined ? capture : { ...capture, size };
}

function maskedTree(manifest: TreeManifest): TreeManifest {
  const processes = manifest.processes.map((each) => ({
    ...each,
    command: argumentsWithoutValues(each.command),
  }));
  return { ...manifest, options: maskedOptions(manifest.options), processes };
}

/** A workload may be an address with a password. */
function maskedOptions<Options extends { readonly workload?: string }>(options: Options): Options {
  return options.workload === undefined ? options : { ...options, workload: maskedText(options.workload) };
}
