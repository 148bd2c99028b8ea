import { appendFile, mkdir, open, readdir, rename } from 'node:fs/promises';
import path from 'node:path';
import type { MemorySample } from '../../format/memory-sample.ts';
import type { Pulse } from '../../format/pulse.ts';
import {
  type AllocationProfile,
  type Capture,
  type RecordingManifest,
  recordingFiles,
} from '../../format/recording.ts';
import { ProbeError, systemErrorCode } from '../probe-error.ts';

/**
 * A recording on disk while it grows. Whatever byte is the last that was written, the folder opens:
 * the manifest is replaced in one step, the ledger only grows by lines, a capture gets its name when
 * it is whole. Snapshots hold the target's secrets, so only the owner may read any of it.
 */
export class RecordingFolder {
  readonly path: string;
  #manifest: RecordingManifest;
  #writing: Promise<void> = Promise.resolve();

  private constructor(folder: string, manifest: RecordingManifest) {
    this.path = folder;
    this.#manifest = manifest;
  }

  /** @throws ProbeError `folder-exists`, `folder-not-writable` */
  static async create(folder: string, manifest: RecordingManifest): Promise<RecordingFolder> {
    await makeEmptyFolder(folder);
    const recording = new RecordingFolder(path.resolve(folder), manifest);
    await recording.update({});
    return recording;
  }

  get manifest(): RecordingManifest {
    return this.#manifest;
  }

  /** Changes the manifest and writes it; changes that come while one is written follow it. */
  async update(change: Partial<RecordingManifest>): Promise<void> {
    this.#manifest = { ...this.#manifest, ...change };
    const write = this.#writing.then(() => this.#replaceManifest());
    // One failed write must not fail all that follow.
    this.#writing = write.catch(() => {});
    await write;
  }

  /** Adds the capture, or replaces the one with its index. */
  async updateCapture(capture: Capture): Promise<void> {
    const others = this.#manifest.captures.filter(({ index }) => index !== capture.index);
    await this.update({ captures: [...others, capture] });
  }

  /** Writes one `.heapprofile`, whole or not at all, and names it in the manifest. */
  async addAllocationProfile(
    text: string,
    profile: Omit<AllocationProfile, 'index' | 'file'>,
  ): Promise<void> {
    const known = this.#manifest.allocations ?? [];
    const index = known.length + 1;
    const file = `${recordingFiles.allocations}/${numbered(index)}.heapprofile`;
    await mkdir(path.join(this.path, recordingFiles.allocations), { mode: 0o700, recursive: true });
    await this.#replace(file, text);
    await this.update({ allocations: [...known, { index, file, ...profile }] });
  }

  async addNotes(notes: readonly string[]): Promise<void> {
    const fresh = notes.filter((note) => !this.#manifest.notes.includes(note));
    if (fresh.length > 0) await this.update({ notes: [...this.#manifest.notes, ...fresh] });
  }

  async appendSample(sample: MemorySample): Promise<void> {
    await this.#appendLine(recordingFiles.ledger, sample);
  }

  async appendPulse(pulse: Pulse): Promise<void> {
    await this.#appendLine(recordingFiles.pulses, pulse);
  }

  async #appendLine(file: string, value: MemorySample | Pulse): Promise<void> {
    await appendFile(path.join(this.path, file), JSON.stringify(value) + '\n', { mode: 0o600 });
  }

  async #replaceManifest(): Promise<void> {
    await this.#replace(recordingFiles.manifest, JSON.stringify(this.#manifest, null, 2) + '\n');
  }

  /** Written beside its place and moved there, so that a reader sees the old one or the new one. */
  async #replace(name: string, text: string): Promise<void> {
    const target = path.join(this.path, name);
    const part = target + '.part';
    const file = await open(part, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, target);
  }
}

/** The name of a capture's file, relative to the recording. */
export function captureFileName(index: number): string {
  return `${recordingFiles.captures}/${numbered(index)}.heapsnapshot`;
}

function numbered(index: number): string {
  return String(index).padStart(3, '0');
}

async function makeEmptyFolder(folder: string): Promise<void> {
  try {
    await mkdir(path.dirname(path.resolve(folder)), { recursive: true });
    await mkdir(folder, { mode: 0o700 }).catch(ignoreExisting);
    if ((await readdir(folder)).length > 0) {
      throw new ProbeError(
        'folder-exists',
        `${folder} exists and is not empty`,
        'name another folder with --out',
      );
    }
    await mkdir(path.join(folder, recordingFiles.captures), { mode: 0o700 });
  } catch (error) {
    if (error instanceof ProbeError) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw new ProbeError(
      'folder-not-writable',
      `cannot make the recording's folder ${folder}: ${words}`,
      'name another folder with --out',
      { cause: error },
    );
  }
}

function ignoreExisting(error: unknown): void {
  if (systemErrorCode(error) !== 'EEXIST') throw error;
}
