import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../format/units.ts';
import { requireJavaScript } from '../target/gate.ts';
import { listTargets, type TargetProcess } from '../target/target-process.ts';
import { isOwnCommand } from './own-command.ts';

/** What a person wants to be watched: one process and its successors, or whatever runs a command. */
export type WatchWish = { readonly pid: number } | { readonly match: string };

const lookEvery: Millis = 1_000;
/** The start of a process is known by the clock, which may be set right meanwhile. */
const clockDrift: Millis = 2_000;

/** Finds the process to watch, and the one that follows it when it was restarted. */
export class WatchedCommand {
  readonly #wish: WatchWish;
  /** The process that was watched last. */
  #last: TargetProcess | undefined;

  constructor(wish: WatchWish) {
    this.#wish = wish;
  }

  /**
   * The process to begin with; a command is waited for.
   * @returns undefined if `stop` was aborted first
   * @throws ProbeError if a pid names no process that can be probed
   */
  async first(stop: AbortSignal): Promise<TargetProcess | undefined> {
    if ('match' in this.#wish) return await this.#await(stop, (target) => this.#fits(target));
    this.#last = requireJavaScript(this.#wish.pid);
    return this.#last;
  }

  /**
   * The process to go on with.
   * @param lives whether the last one lives on: only the connection to it broke, for example because the command that
   *   opened its inspector has ended
   * @param pause what broke a connection may take a moment to pass, and a new program a moment to start
   */
  async next(stop: AbortSignal, lives: boolean, pause: Millis): Promise<TargetProcess | undefined> {
    const last = this.#last;
    await sleep(pause, undefined, { signal: stop }).catch(() => {});
    return await this.#await(stop, (target) => {
      if (last !== undefined && isSameProcess(target, last)) return lives;
      return this.#fits(target);
    });
  }

  async #await(
    stop: AbortSignal,
    fits: (target: TargetProcess) => boolean,
  ): Promise<TargetProcess | undefined> {
    while (!stop.aborted) {
      const found = listTargets().find(fits);
      if (found !== undefined) {
        this.#last = found;
        return found;
      }
      await sleep(lookEvery, undefined, { signal: stop }).catch(() => {});
    }
    return undefined;
  }

  #fits(target: TargetProcess): boolean {
    const line = lineOf(target);
    if ('match' in this.#wish) return line.includes(this.#wish.match) && !isOwnCommand(target.command);
    // A sibling that runs the same command is no successor.
    const last = this.#last;
    return last !== undefined && line === lineOf(last) && target.startedAt > last.startedAt;
  }
}

/** A pid alone may name another process by now. */
export function isSameProcess(a: TargetProcess, b: TargetProcess): boolean {
  return a.pid === b.pid && Math.abs(a.startedAt - b.startedAt) < clockDrift;
}

function lineOf({ command }: TargetProcess): string {
  return command.join(' ');
}
