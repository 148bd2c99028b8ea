import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Bytes, EpochMillis } from '../../format/units.ts';
import { keepOutOfGit } from '../session/files/recording-room.ts';
import { writeError } from '../write-error.ts';

interface Shelved {
  readonly folder: string;
  readonly size: Bytes;
  readonly changedAt: EpochMillis;
}

/** The folder where a watch keeps its recordings, within a budget: the oldest make room for new ones. */
export class RecordingShelf {
  readonly folder: string;
  readonly #budget: Bytes;
  readonly #held = new Set<string>();

  constructor(folder: string, budget: Bytes) {
    this.folder = path.resolve(folder);
    this.#budget = budget;
  }

  /** A place for a new ring of evidence, as for a recording. */
  async ringPlace(pid: number): Promise<string> {
    const taken = new Set(await this.#names());
    return path.join(
      this.folder,
      freeName(`ring-${pid}-${stamp(new Date())}`, (name) => taken.has(name)),
    );
  }

  /**
   * A place for a new recording, which does not exist yet: `look-4711-20260131-235959.heaptrail`.
   * @throws ProbeError `disk-full`, `folder-not-writable`
   */
  async place(kind: 'ledger' | 'look', pid: number): Promise<string> {
    const taken = new Set(await this.#names());
    const name = freeName(`${kind}-${pid}-${stamp(new Date())}`, (name) => taken.has(`${name}.heaptrail`));
    return path.join(this.folder, `${name}.heaptrail`);
  }

  /** Keeps a recording that is still written or read, whatever the budget. */
  hold(folder: string): void {
    this.#held.add(folder);
  }

  release(folder: string): void {
    this.#held.delete(folder);
  }

  /**
   * Removes the oldest recordings until all fit into the budget. What cannot be removed or read stays.
   * @returns what was removed
   */
  async makeRoom(): Promise<readonly string[]> {
    const shelved = (await this.#list()).toSorted((a, b) => a.changedAt - b.changedAt);
    let total = shelved.reduce((sum, { size }) => sum + size, 0);
    const removed: string[] = [];
    for (const { folder, size } of shelved) {
      if (total <= this.#budget) break;
      if (this.#held.has(folder)) continue;
      try {
        await rm(folder, { recursive: true, force: true });
      } catch {
        continue;
      }
      removed.push(folder);
      total -= size;
    }
    return removed;
  }

  async #names(): Promise<readonly string[]> {
    try {
      const made = await mkdir(this.folder, { recursive: true, mode: 0o700 });
      if (made !== undefined) await keepOutOfGit(this.folder);
      return await readdir(this.folder);
    } catch (error) {
      throw writeError(this.folder, error);
    }
  }

  /** Only what a watch made itself: a person may keep other recordings beside them. */
  async #list(): Promise<readonly Shelved[]> {
    const names = (await readdir(this.folder).catch(() => [])).filter((name) =>
      /^(?:(?:ledger|look)-\d+-[\d-]+\.heaptrail|ring-\d+-[\d-]+)$/.test(name),
    );
    return await Promise.all(names.map((name) => measure(path.join(this.folder, name))));
  }
}

export async function measure(folder: string): Promise<Shelved> {
  let size: Bytes = 0;
  let changedAt: EpochMillis = 0;
  // Another watch may be removing it.
  for (const name of await readdir(folder, { recursive: true }).catch(() => [])) {
    const file = await stat(path.join(folder, name)).catch(() => undefined);
    if (file?.isFile() !== true) continue;
    size += file.size;
    changedAt = Math.max(changedAt, file.mtimeMs);
  }
  return { folder, size, changedAt };
}

function freeName(name: string, isTaken: (name: string) => boolean): string {
  let free = name;
  for (let more = 2; isTaken(free); more += 1) free = `${name}-${more}`;
  return free;
}

/** `20260131-235959` in local time. */
function stamp(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${date}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}
