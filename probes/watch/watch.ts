import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../format/units.ts';
import type { ProcessConnection } from '../connection.ts';
import { ProbeError } from '../probe-error.ts';
import { TargetGone } from '../target/target-gone.ts';
import type { TargetProcess } from '../target/target-process.ts';
import { Explanations } from './explanations.ts';
import { ProcessStory } from './process-story.ts';
import { RecordingShelf } from './recording-shelf.ts';
import type { WatchSetting } from './watch-setting.ts';
import { isSameProcess, WatchedCommand } from './watched-command.ts';
import { WatchedLife } from './watched-life.ts';

/** A process that cannot be attached now may be so later: it is starting, or another client is attached. */
const firstRetry: Millis = 1_000;
const longestRetry: Millis = 15_000;
/** A program that closes its inspector again and again is not asked to open it every second. */
const longestPause: Millis = 60_000;
const soon: Millis = 60_000;

/**
 * Watches a process for as long as wanted, and those that follow it when it is restarted. Says all that it sees by
 * events; the last one is `ended`.
 * @throws ProbeError if the process that was named cannot be probed at all
 */
export async function watch(setting: WatchSetting, signal: AbortSignal): Promise<void> {
  const command = new WatchedCommand(setting.wish);
  const explanations = new Explanations();
  const tellEnd = (reason: string) => setting.onEvent({ at: Date.now(), event: 'ended', reason });
  const first = await command.first(signal);
  try {
    await followAll(command, first, { setting, explanations }, signal);
  } catch (error) {
    await explanations.ended();
    // What cannot be watched at all is an error and no story.
    if (!(error instanceof ProbeError)) tellEnd(error instanceof Error ? error.message : String(error));
    throw error;
  }
  await explanations.ended();
  tellEnd(reasonOf(signal));
}

async function followAll(
  command: WatchedCommand,
  first: TargetProcess | undefined,
  { setting, explanations }: { readonly setting: WatchSetting; readonly explanations: Explanations },
  signal: AbortSignal,
): Promise<void> {
  const shelf = new RecordingShelf(setting.folder, setting.budget);
  let last: { readonly target: TargetProcess; readonly story: ProcessStory } | undefined;
  let lives = false;
  /** Connections to the same process that broke soon, one after the other. */
  let breaks = 0;
  const next = () => command.next(signal, lives, Math.min(longestPause, firstRetry * 2 ** breaks));
  for (let target = first; target !== undefined; target = await next()) {
    const mustWork = last === undefined && 'pid' in setting.wish;
    const connection = await attached(target.pid, setting, signal, mustWork);
    lives = false;
    if (connection === undefined) continue;
    const before = last?.target;
    const same = before !== undefined && isSameProcess(before, target);
    const story = same && last !== undefined ? last.story : new ProcessStory(setting, shelf, target);
    last = { target, story };
    if (before !== undefined && !same)
      setting.onEvent({ at: Date.now(), event: 'restarted', pid: target.pid, before: before.pid });
    tellStart(connection, setting, shelf);
    await story.evidence.note({ kind: 'target', at: Date.now(), target: connection.target });
    const startedAt = Date.now();
    try {
      await new WatchedLife(connection, setting, { shelf, story, explanations }, signal).follow();
    } finally {
      await connection.detach();
    }
    if (signal.aborted) {
      await story.evidence.ring.close();
      return;
    }
    lives = tellLoss(connection, setting);
    if (!lives) await tellDeath(connection, setting, { shelf, story });
    breaks = same && lives && Date.now() - startedAt < soon ? breaks + 1 : 0;
  }
}

/** @returns whether the process lives on: only the connection to it broke */
function tellLoss({ target, ended }: ProcessConnection, { onEvent }: WatchSetting): boolean {
  const reason: unknown = ended.reason;
  const lives = reason instanceof ProbeError && reason.code !== 'target-gone';
  const words = reason instanceof Error ? reason.message : String(reason);
  onEvent({ at: Date.now(), event: 'lost', pid: target.pid, reason: words });
  return lives;
}

/** At once, by what is kept outside it. */
async function tellDeath(
  { target: { pid, runtime }, ended: { reason } }: ProcessConnection,
  { autopsy, onEvent }: WatchSetting,
  { shelf, story: { evidence, samples } }: { readonly shelf: RecordingShelf; readonly story: ProcessStory },
): Promise<void> {
  const words = reason instanceof Error ? reason.message : String(reason);
  const exit = reason instanceof TargetGone ? reason.exit : {};
  await evidence.death(words, exit, runtime === 'node');
  const { folder: ring } = evidence.ring;
  if (ring === undefined) return;
  const death = await autopsy(ring, samples.all);
  if (death !== undefined) onEvent({ at: Date.now(), event: 'death', pid, ...death, ring });
  shelf.release(ring);
}

/** Tries until it succeeds or the process is gone; undefined if there is nothing to attach to. */
async function attached(
  pid: number,
  { attach, onEvent }: WatchSetting,
  signal: AbortSignal,
  mustWork: boolean,
): Promise<ProcessConnection | undefined> {
  let told: string | undefined;
  for (let wait = firstRetry; !signal.aborted; wait = Math.min(longestRetry, wait * 2)) {
    try {
      return await attach(pid);
    } catch (error) {
      if (!(error instanceof ProbeError) || mustWork) throw error;
      if (isGone(error)) return undefined;
      if (error.message !== told)
        onEvent({ at: Date.now(), event: 'refused', pid, cause: 'attaching', reason: error.message });
      told = error.message;
      await sleep(wait, undefined, { signal }).catch(() => {});
    }
  }
  return undefined;
}

function isGone({ code }: ProbeError): boolean {
  return code === 'no-such-process' || code === 'not-alive' || code === 'target-gone';
}

function tellStart(
  { target, notes }: ProcessConnection,
  { onEvent }: WatchSetting,
  { folder }: RecordingShelf,
): void {
  const { pid, runtime, version, command } = target;
  onEvent({
    at: Date.now(),
    event: 'started',
    pid,
    runtime,
    version,
    command: command.join(' '),
    folder,
    notes,
  });
}

function reasonOf({ reason }: AbortSignal): string {
  return typeof reason === 'string' ? reason : 'it was stopped';
}
