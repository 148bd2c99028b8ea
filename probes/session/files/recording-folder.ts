import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { MemorySample } from '../../../format/memory-sample.ts';
import type { NativePages } from '../../../format/native-pages.ts';
import type { Pulse } from '../../../format/pulse.ts';
import {
  type AllocationProfile,
  type Capture,
  type RecordingManifest,
  recordingFiles,
} from '../../../format/recording.ts';
import type { Visit } from '../../../format/visit.ts';

import { appendLine } from './append-line.ts';
import { ManifestFile } from './manifest-file.ts';
import { makeRecordingRoom } from './recording-room.ts';
import { replaceFile } from './replace-file.ts';

/**
 * A recording on disk while it grows. Whatever byte is the last that was written, the folder opens:
 * the manifest is replaced in one step, the ledger only grows by lines, a capture gets its name when
 * it is whole. Snapshots hold the target's secrets, so only the owner may read any of it.
 */
export class RecordingFolder {
  readonly path: string;
  readonly #file: ManifestFile<RecordingManifest>;

  private constructor(folder: string, manifest: RecordingManifest) {
    this.path = folder;
    this.#file = new ManifestFile(path.join(folder, recordingFiles.manifest), manifest);
  }

  /** @throws ProbeError `folder-exists`, `folder-not-writable` */
  static async create(folder: string, manifest: RecordingManifest): Promise<RecordingFolder> {
    await makeRecordingRoom(folder, recordingFiles.captures);
    const recording = new RecordingFolder(path.resolve(folder), manifest);
    await recording.update({});
    return recording;
  }

  get manifest(): RecordingManifest {
    return this.#file.manifest;
  }

  /** Changes the manifest and writes it; changes that come while one is written follow it. */
  async update(change: Partial<RecordingManifest>): Promise<void> {
    await this.#file.update(change);
  }

  /** Adds the capture, or replaces the one with its index. */
  async updateCapture(capture: Capture): Promise<void> {
    const others = this.manifest.captures.filter(({ index }) => index !== capture.index);
    await this.update({ captures: [...others, capture] });
  }

  /** Writes one `.heapprofile`, whole or not at all, and names it in the manifest. */
  async addAllocationProfile(
    text: string,
    profile: Omit<AllocationProfile, 'index' | 'file'>,
  ): Promise<void> {
    const known = this.manifest.allocations ?? [];
    const index = known.length + 1;
    const file = `${recordingFiles.allocations}/${numbered(index)}.heapprofile`;
    await mkdir(path.join(this.path, recordingFiles.allocations), { mode: 0o700, recursive: true });
    await replaceFile(path.join(this.path, file), text);
    await this.update({ allocations: [...known, { index, file, ...profile }] });
  }

  /** Takes the place of what an earlier look told. */
  async replaceNative(pages: NativePages): Promise<void> {
    await replaceFile(path.join(this.path, recordingFiles.native), `${JSON.stringify(pages)}\n`);
  }

  async addNotes(notes: readonly string[]): Promise<void> {
    const fresh = notes.filter((note) => !this.manifest.notes.includes(note));
    if (fresh.length > 0) await this.update({ notes: [...this.manifest.notes, ...fresh] });
  }

  async appendSample(sample: MemorySample): Promise<void> {
    await this.#appendLine(recordingFiles.ledger, sample);
  }

  async appendPulse(pulse: Pulse): Promise<void> {
    await this.#appendLine(recordingFiles.pulses, pulse);
  }

  async appendVisit(visit: Visit): Promise<void> {
    await this.#appendLine(recordingFiles.visits, visit);
  }

  async #appendLine(file: string, value: MemorySample | Pulse | Visit): Promise<void> {
    await appendLine(path.join(this.path, file), JSON.stringify(value));
  }
}

/** The name of a capture's file, relative to the recording. */
export function captureFileName(index: number): string {
  return `${recordingFiles.captures}/${numbered(index)}.heapsnapshot`;
}

function numbered(index: number): string {
  return String(index).padStart(3, '0');
}
