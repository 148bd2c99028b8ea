import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../format/units.ts';
import type { Connection } from '../connection.ts';
import { ProbeError } from '../probe-error.ts';
import { RecordingShelf } from './recording-shelf.ts';
import type { WatchSetting } from './watch-setting.ts';
import { WatchedCommand } from './watched-command.ts';
import { WatchedLife } from './watched-life.ts';

/** A process that cannot be attached now may be so later: it starts, or somebody else is attached. */
const firstRetry: Millis = 1_000;
const longestRetry: Millis = 15_000;

/**
 * Watches a process for as long as wanted, and those that follow it when it is restarted. Says all that it sees by
 * events; the last one is `ended`.
 * @throws ProbeError where the process that was named cannot be probed at all
 */
export async function watch(setting: WatchSetting, signal: AbortSignal): Promise<void> {
  const shelf = new RecordingShelf(setting.folder, setting.budget);
  const command = new WatchedCommand(setting.wish);
  let before: number | undefined;
  for (let pid = await command.first(signal); pid !== undefined; pid = await command.next(pid, signal)) {
    const connection = await attached(pid, setting, signal, before === undefined && 'pid' in setting.wish);
    if (connection === undefined) continue;
    if (before !== undefined) setting.onEvent({ at: Date.now(), event: 'restarted', pid, before });
    tellStart(connection, setting, shelf);
    try {
      await new WatchedLife(connection, setting, shelf, signal).follow();
    } finally {
      await connection.detach();
    }
    before = pid;
    if (signal.aborted) break;
  }
  setting.onEvent({ at: Date.now(), event: 'ended', reason: reasonOf(signal) });
}

/** Tries until it succeeds or the process is gone; undefined where there is nothing to attach to. */
async function attached(
  pid: number,
  { attach, onEvent }: WatchSetting,
  signal: AbortSignal,
  mustWork: boolean,
): Promise<Connection | undefined> {
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
  { target, notes }: Connection,
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
