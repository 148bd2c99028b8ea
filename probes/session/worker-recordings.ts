import path from 'node:path';
import { recordingFiles, type ThreadDescription } from '../../format/recording.ts';
import type { Millis } from '../../format/units.ts';
import type { Connection } from '../connection.ts';
import { ProbeError } from '../probe-error.ts';
import type { RecordingFolder } from './files/recording-folder.ts';
import type { RecordingPlan } from './plan/plan.ts';
import { RecordingGroup } from './recording-group.ts';
import { WorkerKinds } from './worker-kinds.ts';

/** Records the heap of one worker into a folder. */
export type RecordWorker = (
  worker: Connection,
  folder: string,
  signal: AbortSignal,
  late: boolean,
) => Promise<unknown>;

/** The worker threads of one process, each recorded by the process's plan into a folder of its own within the process's. */
export class WorkerRecordings {
  readonly #files: RecordingFolder;
  readonly #plan: RecordingPlan;
  readonly #record: RecordWorker;
  readonly #group: RecordingGroup;
  readonly #kinds = new WorkerKinds();
  /** Those that run already are told of before the watch stands. */
  #late = false;

  constructor(files: RecordingFolder, plan: RecordingPlan, record: RecordWorker, signal: AbortSignal) {
    this.#files = files;
    this.#plan = plan;
    this.#record = record;
    this.#group = new RecordingGroup(signal);
  }

  /** A process that cannot tell of its workers is recorded without them, and the recording says so. */
  async start({ workers }: Connection): Promise<void> {
    if (workers === undefined || !this.#plan.workers) return;
    try {
      await workers.watch((worker) => this.#add(worker));
      this.#late = true;
      if (this.#files.manifest.workers === undefined) await this.#files.update({ workers: [] });
    } catch (error) {
      if (!(error instanceof ProbeError)) throw error;
      await this.#files.addNotes([`worker threads were not looked for: ${error.message}`]);
    }
  }

  /** @param grace how long threads that were there at the start may go on with what the plan still wants */
  async finish(grace?: Millis): Promise<void> {
    await this.#group.finish(grace);
    if (this.#files.manifest.workers === undefined) return;
    await this.#files.update({ workerKinds: this.#kinds.counts }).catch(() => {});
    const { leftOut } = this.#kinds;
    if (leftOut > 0) await this.#files.addNotes([leftOutNote(leftOut)]).catch(() => {});
  }

  #add(worker: Connection): void {
    const { thread } = worker.target;
    if (thread === undefined) return;
    const late = this.#late;
    worker.ended.addEventListener('abort', () => this.#kinds.end(thread), { once: true });
    if (!this.#kinds.admit(thread, late)) return;
    this.#group.add((signal) => this.#recordInto(worker, thread, signal, late), late);
  }

  async #recordInto(
    worker: Connection,
    thread: ThreadDescription,
    signal: AbortSignal,
    late: boolean,
  ): Promise<void> {
    const folder = `${recordingFiles.workers}/${thread.id}`;
    await this.#tell(thread, { folder });
    try {
      await this.#record(worker, path.join(this.#files.path, folder), signal, late);
    } catch (error) {
      await this.#tell(thread, { notRecorded: error instanceof Error ? error.message : String(error) });
    }
  }

  async #tell(thread: ThreadDescription, told: { folder: string } | { notRecorded: string }): Promise<void> {
    const others = (this.#files.manifest.workers ?? []).filter((worker) => worker.thread.id !== thread.id);
    await this.#files.update({ workers: [...others, { thread, ...told }] }).catch(() => {});
  }
}

function leftOutNote(count: number): string {
  return `${count} more worker ${count === 1 ? 'thread' : 'threads'} ran and ${count === 1 ? 'was' : 'were'} not recorded: if many run the same code, only some are recorded`;
}
