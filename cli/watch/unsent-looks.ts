import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { Origin } from '../../format/origin.ts';
import { host } from '../../probes/host/this-host.ts';

/** A close look whose report is not on its way yet. */
export interface UnsentLook {
  /** The folder of the recording, which may not be there. */
  readonly recording: string;
  /** Who the process was, when it was looked at. */
  readonly origin: Origin;
}

const shape = v.object({
  recording: v.string(),
  origin: v.record(v.string(), v.string()),
  pid: v.number(),
  startMark: v.optional(v.string()),
});

/**
 * Notes on disk which looks were begun, so that a watch that is killed before their reports are on their way leaves the
 * next one a trace of them.
 */
export class UnsentLooks {
  readonly #folder: string;

  /** @param folder of the watch */
  constructor(folder: string) {
    this.#folder = path.resolve(folder, 'unsent');
  }

  async note({ recording, origin }: UnsentLook): Promise<void> {
    const mine = { pid: process.pid, startMark: host.processes.startMarkOf(process.pid) };
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await writeFile(
      this.#fileOf(recording),
      JSON.stringify({ recording: path.resolve(recording), origin, ...mine }),
      { mode: 0o600, flush: true },
    );
  }

  async forget(recording: string): Promise<void> {
    await rm(this.#fileOf(recording), { force: true });
  }

  /** Those of watches that are gone, which are this one's from now on; what has no recording is forgotten. */
  async left(): Promise<readonly UnsentLook[]> {
    const found: UnsentLook[] = [];
    for (const name of (await readdir(this.#folder).catch(() => [])).toSorted()) {
      const file = path.join(this.#folder, name);
      const look = parsed(await readFile(file, 'utf8').catch(() => ''));
      if (look !== undefined && isWatched(look)) continue;
      if (look === undefined || !existsSync(look.recording)) await rm(file, { force: true });
      else {
        await this.note(look);
        found.push({ recording: look.recording, origin: look.origin });
      }
    }
    return found;
  }

  #fileOf(recording: string): string {
    return path.join(this.#folder, `${path.basename(recording)}.json`);
  }
}

function parsed(text: string): v.InferOutput<typeof shape> | undefined {
  try {
    return v.parse(shape, JSON.parse(text));
  } catch {
    // As a power cut leaves it.
    return undefined;
  }
}

/** Another watch may use the same folder. */
function isWatched({ pid, startMark }: v.InferOutput<typeof shape>): boolean {
  return (
    pid !== process.pid && host.processes.isRunning(pid) && host.processes.startMarkOf(pid) === startMark
  );
}
