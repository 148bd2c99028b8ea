import { constants } from 'node:fs';
import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import type { MemorySample } from '../../format/memory-sample.ts';
import { type RingEntry, ringFiles } from '../../format/ring-entry.ts';
import type { Bytes, EpochMillis, Millis } from '../../format/units.ts';

const { O_CREAT, O_NOFOLLOW, O_TRUNC, O_WRONLY } = constants;

/** What must be known of a process is on the disk at once, and samples after this time at most. */
const syncEvery: Millis = 10_000;
/** A disk that was full may have room again. */
const retryAfter: Millis = 60_000;
/** Samples of all its life stand at the head of each file, so many. */
const mostHistory = 200;
/** Each of these is known by its latest alone. Samples and refusals come and go. */
const standing: ReadonlySet<RingEntry['kind']> = new Set([
  'target',
  'surroundings',
  'sites',
  'growth',
  'look',
]);

/**
 * The last light evidence of one process on disk, in two files that take turns: what was written last is there to half
 * of the size at least, whenever this process or its machine stops. Never throws: a disk that fails costs the evidence,
 * and not the watch.
 */
export class EvidenceRing {
  readonly #place: () => Promise<string>;
  readonly #half: Bytes;
  readonly #history: () => readonly MemorySample[];
  readonly #latest = new Map<RingEntry['kind'], RingEntry>();
  #folder: string | undefined;
  #file: FileHandle | undefined;
  #turn = 0;
  #written: Bytes = 0;
  #syncedAt: EpochMillis = 0;
  #retryAt: EpochMillis = 0;
  /** One line after the other. */
  #last: Promise<void> = Promise.resolve();

  /**
   * @param place where to keep it, a folder that does not exist yet
   * @param history samples of the whole life so far
   */
  constructor(place: () => Promise<string>, size: Bytes, history: () => readonly MemorySample[]) {
    this.#place = place;
    this.#half = size / 2;
    this.#history = history;
  }

  /** Undefined before anything was written. */
  get folder(): string | undefined {
    return this.#folder;
  }

  add(entry: RingEntry): Promise<void> {
    if (standing.has(entry.kind)) this.#latest.set(entry.kind, entry);
    this.#last = this.#last.then(() => this.#add(entry));
    return this.#last;
  }

  close(): Promise<void> {
    this.#last = this.#last.then(() => this.#closeFile());
    return this.#last;
  }

  async #add(entry: RingEntry): Promise<void> {
    const now = Date.now();
    if (now < this.#retryAt) return;
    try {
      if (this.#file === undefined || this.#written >= this.#half) await this.#begin();
      await this.#write(entry);
      const isSoon = entry.kind === 'sample' || entry.kind === 'surroundings';
      if (isSoon && now - this.#syncedAt < syncEvery) return;
      await this.#file?.datasync();
      this.#syncedAt = now;
    } catch {
      this.#retryAt = now + retryAfter;
      await this.#closeFile().catch(() => {});
    }
  }

  /** The other file, with what must not be lost with the older one at its head. */
  async #begin(): Promise<void> {
    await this.#closeFile();
    if (this.#folder === undefined) {
      const folder = await this.#place();
      await mkdir(folder, { mode: 0o700 });
      this.#folder = folder;
    }
    const name = path.join(this.#folder, ringFiles[this.#turn % ringFiles.length]);
    this.#file = await open(name, O_WRONLY | O_CREAT | O_TRUNC | (O_NOFOLLOW ?? 0), 0o600);
    this.#written = 0;
    this.#turn += 1;
    for (const entry of this.#latest.values()) await this.#write(entry);
    const samples = this.#turn > 1 ? this.#history() : [];
    const step = Math.ceil(samples.length / mostHistory) || 1;
    for (let i = 0; i < samples.length; i += step)
      await this.#write({ kind: 'sample', at: samples[i].at, memory: samples[i] });
  }

  async #write(entry: RingEntry): Promise<void> {
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    // A large one must not push everything else out.
    if (line.length > this.#half / 4) return;
    await this.#file?.appendFile(line);
    this.#written += line.length;
  }

  async #closeFile(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.datasync();
    await file?.close();
  }
}
