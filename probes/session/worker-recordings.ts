import path from 'node:path';
import { recordingFiles, type ThreadDescription } from '../../format/recording.ts';
import type { Connection } from '../connection.ts';
import { ProbeError } from '../probe-error.ts';
import type { RecordingPlan } from './plan.ts';
import type { RecordingFolder } from './recording-folder.ts';
import { RecordingGroup } from './recording-group.ts';

/** Records the heap of one worker into a folder. */
export type RecordWorker = (worker: Connection, folder: string, signal: AbortSignal) => Promise<unknown>;

/** The worker threads of one process, each recorded by the process's plan into a folder of its own within the process's. */
export class WorkerRecordings {
  readonly #files: RecordingFolder;
  readonly #plan: RecordingPlan;
  readonly #record: RecordWorker;
  readonly #group: RecordingGroup;
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

  async finish(): Promise<void> {
    await this.#group.finish();
  }

  #add(worker: Connection): void {
    this.#group.add((signal) => this.#recordInto(worker, signal), this.#late);
  }

  async #recordInto(worker: Connection, signal: AbortSignal): Promise<void> {
    const { thread } = worker.target;
    if (thread === undefined) return;
    const folder = `${recordingFiles.workers}/${thread.id}`;
    await this.#tell(thread, { folder });
    try {
      await this.#record(worker, path.join(this.#files.path, folder), signal);
    } catch (error) {
      await this.#tell(thread, { notRecorded: error instanceof Error ? error.message : String(error) });
    }
  }

  async #tell(thread: ThreadDescription, told: { folder: string } | { notRecorded: string }): Promise<void> {
    const others = (this.#files.manifest.workers ?? []).filter((worker) => worker.thread.id !== thread.id);
    await this.#files.update({ workers: [...others, { thread, ...told }] }).catch(() => {});
  }
}
