import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../format/units.ts';
import { requireJavaScript } from '../target/gate.ts';
import { listTargets, type TargetProcess } from '../target/target-process.ts';

/** What a person wants to be watched: one process and its successors, or whatever runs a command. */
export type WatchWish = { readonly pid: number } | { readonly match: string };

const lookEvery: Millis = 1_000;

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
   * @returns undefined where `stop` was aborted first
   * @throws ProbeError where a pid names no process that can be probed
   */
  async first(stop: AbortSignal): Promise<number | undefined> {
    if ('match' in this.#wish) return await this.#awaitOther(undefined, stop);
    const { pid } = this.#wish;
    this.#last = requireJavaScript(pid);
    return pid;
  }

  /** The process that runs the same command once `before` has ended. */
  async next(before: number, stop: AbortSignal): Promise<number | undefined> {
    return await this.#awaitOther(before, stop);
  }

  async #awaitOther(before: number | undefined, stop: AbortSignal): Promise<number | undefined> {
    while (!stop.aborted) {
      const found = listTargets().find((target) => target.pid !== before && this.#fits(target));
      if (found !== undefined) {
        this.#last = found;
        return found.pid;
      }
      await sleep(lookEvery, undefined, { signal: stop }).catch(() => {});
    }
    return undefined;
  }

  #fits(target: TargetProcess): boolean {
    const line = lineOf(target);
    if ('match' in this.#wish) return line.includes(this.#wish.match) && !isWatch(target);
    // A sibling that runs the same command is no successor.
    const last = this.#last;
    return last !== undefined && line === lineOf(last) && target.startedAt > last.startedAt;
  }
}

/** Another `heaptrail watch` carries what it looks for in its own arguments. */
function isWatch({ command }: TargetProcess): boolean {
  return command.includes('watch') && command.includes('--name');
}

function lineOf({ command }: TargetProcess): string {
  return command.join(' ');
}
