import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { maskedArguments } from '../../format/masked-arguments.ts';
import { recordingSchemaVersion, type TreeManifest, type TreeProcess } from '../../format/recording.ts';
import { tool } from '../../format/tool.ts';
import type { Millis } from '../../format/units.ts';
import type { Connection } from '../connection.ts';
import { ProbeError } from '../probe-error.ts';
import { Family } from '../target/family.ts';
import { roleOf } from '../target/role.ts';
import type { TargetProcess } from '../target/target-process.ts';
import { TreeFolder } from './files/tree-folder.ts';
import { optionsOf, type RecordingPlan } from './plan/plan.ts';
import { type RecordingTask, recordTarget } from './record-target.ts';
import { graceOf, RecordingGroup } from './recording-group.ts';
import { CaptureMutex, type Turn } from './steps/capture-mutex.ts';

const lookEvery: Millis = 250;
/** A program that is started by a wrapper may take a while until it is there. */
const startTimeout: Millis = 15_000;
/** A program that starts a process for each task never stops starting them. */
const mostLate = 8;
/** Of processes that are not recorded, this many are named. */
const mostNamed = 100;

export type AttachToProcess = (pid: number) => Promise<Connection>;

/** What to record of each process, and into which folder all of it. */
export type TreeTask = Pick<RecordingTask, 'plan' | 'folder' | 'onEvent' | 'signal' | 'unjudgedIn'>;

/**
 * Records every JavaScript process of the tree below `root`, and itself, each by the plan into a recording of
 * its own within `folder`: those that are there and those that come while the first ones are recorded. One is
 * captured after the other. Processes that cannot be recorded are named in the manifest with the reason.
 * @returns the manifest as it stands on disk
 * @throws ProbeError `not-javascript` if no process of the tree runs JavaScript, or the folder cannot be written
 */
export async function recordTree(
  root: number,
  attach: AttachToProcess,
  task: TreeTask,
): Promise<TreeManifest> {
  const family = new Family(root);
  const first = await firstArrivals(family, root, task.signal);
  const files = await TreeFolder.create(task.folder, newManifest(root, task.plan));
  const tree = new TreeRecording(family, files, attach, task);
  await tree.follow(first);
  return files.manifest;
}

async function firstArrivals(
  family: Family,
  root: number,
  signal: AbortSignal,
): Promise<readonly TargetProcess[]> {
  const deadline = Date.now() + startTimeout;
  while (Date.now() < deadline && family.isAlive && !signal.aborted) {
    const found = family.arrivals();
    if (found.length > 0) return found;
    await sleep(lookEvery);
  }
  throw new ProbeError(
    family.isAlive ? 'not-javascript' : 'no-such-process',
    family.isAlive
      ? `neither process ${root} nor any process below it runs Node`
      : `there is no process ${root}`,
    'run `heaptrail ps` to list the Node and Bun processes',
  );
}

function newManifest(root: number, plan: RecordingPlan): TreeManifest {
  return {
    schemaVersion: recordingSchemaVersion,
    tool,
    root,
    options: optionsOf(plan),
    startedAt: Date.now(),
    state: 'recording',
    processes: [],
  };
}

class TreeRecording {
  readonly #family: Family;
  readonly #files: TreeFolder;
  readonly #attach: AttachToProcess;
  readonly #task: TreeTask;
  readonly #group: RecordingGroup;
  readonly #turn = new CaptureMutex();
  readonly #recorded = new Set<number>();
  readonly #startedAt = Date.now();
  #late = 0;

  constructor(family: Family, files: TreeFolder, attach: AttachToProcess, task: TreeTask) {
    this.#family = family;
    this.#files = files;
    this.#attach = attach;
    this.#task = task;
    this.#group = new RecordingGroup(task.signal);
  }

  async follow(first: readonly TargetProcess[]): Promise<void> {
    // A cluster's primary comes after its workers: its inspector would open theirs, which nobody would close.
    const begins: (() => void)[] = [];
    for (const target of [...first].reverse()) begins.push(await this.#attached(target, false));
    // A worker whose recording is over already would be opened as well: none begins before the primary is attached.
    for (const begin of begins) begin();
    while (!this.#isOver()) {
      await sleep(lookEvery, undefined, { signal: this.#task.signal }).catch(() => {});
      for (const target of this.#family.arrivals()) {
        this.#late += 1;
        if (this.#late <= mostLate) (await this.#attached(target, true))();
        else if (this.#late <= mostNamed) await this.#tellReason(this.#seen(target), tooManyLate());
      }
    }
    const { isBounded, duration } = this.#task.plan;
    await this.#group.finish(isBounded ? graceOf(duration) : undefined);
    await this.#files.update({ endedAt: Date.now(), ...this.#outcome() });
  }

  #isOver(): boolean {
    if (this.#task.signal.aborted) return true;
    if (this.#group.isUnderWay) return false;
    return !this.#family.isAlive || Date.now() - this.#startedAt >= this.#task.plan.duration;
  }

  /**
   * @param late where it was not there at the start: then it is recorded as long as the others
   * @returns what begins its recording
   */
  async #attached(found: TargetProcess, late: boolean): Promise<() => void> {
    const { pid } = found;
    const seen = this.#seen(found);
    const folder = this.#files.folderFor(pid);
    await this.#files.tell(seen);
    try {
      const connection = await this.#attach(pid);
      this.#recorded.add(pid);
      const turn = late ? this.#turn.later : this.#turn;
      return () => this.#group.add((signal) => this.#record(connection, seen, folder, turn, signal), late);
    } catch (error) {
      await this.#tellReason(seen, error);
      return () => {};
    }
  }

  #seen({ pid, runtime, command }: TargetProcess): TreeProcess {
    const role = roleOf(pid);
    return {
      pid,
      runtime,
      command: maskedArguments(command),
      seenAt: Date.now(),
      ...(role === undefined ? {} : { role }),
    };
  }

  async #record(
    connection: Connection,
    seen: TreeProcess,
    folder: string,
    turn: Turn,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.#files.tell({ ...seen, command: connection.target.command, folder });
      const inner = path.join(this.#files.path, folder);
      const beside = this.#recorded;
      await recordTarget(connection, { ...this.#task, folder: inner, signal, turn, beside });
    } catch (error) {
      await this.#tellReason(seen, error);
    }
  }

  async #tellReason(seen: TreeProcess, error: unknown): Promise<void> {
    const notRecorded = error instanceof Error ? error.message : String(error);
    await this.#files.tell({ ...seen, notRecorded }).catch(() => {});
  }

  #outcome(): Pick<TreeManifest, 'state' | 'endReason'> {
    const recorded = this.#files.manifest.processes.filter(({ folder }) => folder !== undefined);
    if (recorded.length === 0) return { state: 'failed', endReason: 'no process could be recorded' };
    return this.#task.signal.aborted
      ? { state: 'interrupted', endReason: 'it was stopped from the keyboard' }
      : { state: 'complete' };
  }
}

function tooManyLate(): Error {
  return new Error(`more than ${mostLate} processes started while the others were recorded`);
}
