import { requireCaptures } from '../../../cli/actions/judge-recording.ts';
import { keepRecordings } from '../../../cli/actions/keep-recordings.ts';
import { type Recorded, recordWithProgress } from '../../../cli/actions/record-with-progress.ts';
import type { Keeping } from '../../../cli/requests/keep-option.ts';
import type { RecordingManifest } from '../../../format/recording.ts';
import type { Millis } from '../../../format/units.ts';
import { UserError } from '../../../format/user-error.ts';
import { attachToProcess } from '../../../probes/attach/attach.ts';
import { type StartedTarget, startAndAttach } from '../../../probes/attach/start.ts';
import type { ProcessConnection } from '../../../probes/connection.ts';
import { OutputLines } from '../../../probes/target/output-lines.ts';
import { untilReady } from '../../../probes/workload/readiness.ts';
import type { Workload } from '../../../probes/workload/workload.ts';
import type { SlotTask } from './recording-slot.ts';
import { type Shelf, shortName } from './shelf.ts';
import { planOf, type RecordWishes } from './wishes.ts';
import { awaitedOf, workloadOf } from './work.ts';

/** What every recording of this server has in common. */
export interface RecordingRoom {
  readonly shelf: Shelf;
  readonly keep: Keeping;
  /** With what each recording of this server was made, by its name. */
  readonly remembered: Map<string, Omit<RecordWishes, 'who' | 'allow'>>;
  /** Aborted when the client is gone: nobody waits for what is left. */
  readonly gone: AbortSignal;
}

const readyTimeout: Millis = 60_000;
/** Of what a program printed before it failed. */
const toldLines = 5;

/**
 * Records a process, or a program that it starts and ends, into a new folder of the shelf.
 * @throws UserError if nothing was recorded
 */
export async function recordFor(
  wishes: RecordWishes,
  task: SlotTask,
  room: RecordingRoom,
): Promise<Recorded<RecordingManifest>> {
  const { who } = wishes;
  let pid = 'pid' in who ? who.pid : 0;
  const workload = wishes.work && (await workloadOf(wishes.work, () => pid));
  const recording = async (connection: ProcessConnection) => {
    pid = connection.target.pid;
    return await recordConnection(connection, wishes, workload, task, room);
  };
  const recorded =
    'pid' in who
      ? await recording(await attachToProcess(who.pid))
      : await recordProgram(who.program, wishes, task, room, recording);
  const { who: _, allow: __, ...repeatable } = wishes;
  room.remembered.set(shortName(recorded.folder), repeatable);
  await keepRecordings(recorded.folder, room.keep);
  requireCaptures(recorded.manifest);
  return recorded;
}

async function recordConnection(
  connection: ProcessConnection,
  wishes: RecordWishes,
  workload: Workload | undefined,
  { signal, tell }: SlotTask,
  { shelf }: RecordingRoom,
): Promise<Recorded<RecordingManifest>> {
  tell(workload === undefined ? 'recording' : `recording while ${workload.description} runs`);
  return await recordWithProgress(connection, {
    plan: planOf(wishes, workload),
    folder: shelf.placeFor(connection.target.pid),
    quiet: false,
    reader: { write: (text: string) => tell(text.trim()) },
    signal,
    ...(workload === undefined ? {} : { workload }),
  });
}

async function recordProgram(
  command: readonly string[],
  { ready, work }: RecordWishes,
  { signal, tell }: SlotTask,
  { gone }: RecordingRoom,
  recording: (connection: ProcessConnection) => Promise<Recorded<RecordingManifest>>,
): Promise<Recorded<RecordingManifest>> {
  const awaited = awaitedOf(ready, work);
  const printed: string[] = [];
  const hear = (line: string) => {
    printed.push(line);
    if (printed.length > toldLines) printed.shift();
    awaited.hear(line);
  };
  const output = new OutputLines(hear, { input: 'ignore' });
  tell(`starting ${command[0]}`);
  const started = await startAndAttach(command, output, {}, signal).catch((error: unknown) => {
    throw withOutput(error, printed);
  });
  const stop = () => void started.program.stop();
  gone.addEventListener('abort', stop, { once: true });
  try {
    if (awaited.readiness !== undefined) await makeReady(started, awaited.readiness, signal, printed);
    return await recording(started.connection);
  } finally {
    gone.removeEventListener('abort', stop);
    await started.program.stop();
  }
}

async function makeReady(
  { program, connection }: StartedTarget,
  readiness: Parameters<typeof untilReady>[0],
  signal: AbortSignal,
  printed: readonly string[],
): Promise<void> {
  try {
    await untilReady(readiness, program, readyTimeout, signal);
  } catch (error) {
    await connection.detach();
    throw withOutput(error, printed);
  }
}

/** What the program said last mostly tells why it ended. */
function withOutput(error: unknown, printed: readonly string[]): unknown {
  if (!(error instanceof UserError) || printed.length === 0) return error;
  return new UserError(error.code, error.message, `it printed last: ${printed.join(' / ')}`, {
    cause: error,
  });
}
