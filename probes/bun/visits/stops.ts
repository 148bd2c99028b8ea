import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../../format/units.ts';
import type { Location, Paused } from '../jsc-protocol.ts';
import type { JscSession } from '../jsc-session.ts';
import { betweenStops } from './limits.ts';

/** Something to stop at, once: at the first of its places that the program comes to. */
export interface StopAt<T> {
  readonly what: T;
  readonly places: readonly Location[];
  /** How often it is passed before. */
  readonly skipped?: number;
}

export interface Stopped<T> {
  readonly what: T;
  /** For how long the program stood, as seen from here. */
  readonly held: Millis;
}

interface Meeting {
  /** @returns false if this pause is of no use */
  onPause(paused: Paused): boolean;
}

/**
 * Stops of the program at breakpoints, each of which lasts as long as one message takes there and back. If we are killed
 * meanwhile, Bun notices that its client has gone, and goes on.
 */
export class Stops {
  readonly #session: JscSession;
  #meeting: Meeting | undefined;

  constructor(session: JscSession) {
    this.#session = session;
    session.on('Debugger.paused', (paused) => {
      // A breakpoint that is being taken away may be met again.
      if (this.#meeting?.onPause(paused) !== true) void this.#goOn();
    });
  }

  /**
   * Lets the program stand at each of these once, until it has stood so often or the time is over.
   * @param walk is called at each: what it sends goes out in one piece with the command to go on
   */
  async at<T>(
    wanted: readonly StopAt<T>[],
    { most, within }: { readonly most: number; readonly within: Millis },
    walk: (paused: Paused, what: T) => Promise<unknown>,
  ): Promise<readonly Stopped<T>[]> {
    const points = await this.#set(wanted);
    const stopped: Stopped<T>[] = [];
    const end = Date.now() + within;
    try {
      while (points.size > 0 && stopped.length < most && Date.now() < end) {
        if (stopped.length > 0) await sleep(betweenStops);
        const stop = await this.#next(points, end - Date.now(), walk);
        if (stop === undefined) break;
        stopped.push(stop);
      }
    } finally {
      await this.#remove([...points.keys()]);
    }
    return stopped;
  }

  async #set<T>(wanted: readonly StopAt<T>[]): Promise<Map<string, StopAt<T>>> {
    const points = new Map<string, StopAt<T>>();
    const set = wanted.flatMap((each) =>
      each.places.map((location) =>
        this.#session
          .send('Debugger.setBreakpoint', { location, options: { ignoreCount: each.skipped ?? 0 } })
          .then(
            ({ breakpointId }) => points.set(breakpointId, each),
            // Nothing can stop there, or another one stops there already.
            () => {},
          ),
      ),
    );
    await Promise.all(set);
    return points;
  }

  async #next<T>(
    points: Map<string, StopAt<T>>,
    within: Millis,
    walk: (paused: Paused, what: T) => Promise<unknown>,
  ): Promise<Stopped<T> | undefined> {
    let stopped: Promise<Stopped<T>> | undefined;
    const met = new Promise<void>((resolve) => {
      this.#meeting = {
        onPause: (paused) => {
          const at = points.get(paused.data?.breakpointId ?? '');
          if (at === undefined) return false;
          this.#meeting = undefined;
          stopped = this.#walkAndGoOn(at, points, walk(paused, at.what));
          void stopped
            .then(
              () => {},
              () => {},
            )
            .then(resolve);
          return true;
        },
      };
    });
    void this.#setActive(true);
    await Promise.race([met, sleep(Math.max(0, within))]);
    this.#meeting = undefined;
    if (stopped === undefined) await this.#setActive(false);
    return await stopped;
  }

  /** What is sent here goes out in one piece. */
  async #walkAndGoOn<T>(
    at: StopAt<T>,
    points: Map<string, StopAt<T>>,
    walked: Promise<unknown>,
  ): Promise<Stopped<T>> {
    const begun = performance.now();
    const done = [...points].flatMap(([id, point]) => (point === at ? [id] : []));
    for (const id of done) points.delete(id);
    await Promise.all([walked, this.#setActive(false), this.#goOn()]);
    const held = performance.now() - begun;
    await this.#remove(done);
    return { what: at.what, held };
  }

  async #remove(breakpointIds: readonly string[]): Promise<void> {
    const removed = breakpointIds.map((breakpointId) =>
      this.#session.send('Debugger.removeBreakpoint', { breakpointId }).catch(() => {}),
    );
    await Promise.all([this.#setActive(false), ...removed]);
  }

  async #setActive(active: boolean): Promise<void> {
    await this.#session.send('Debugger.setBreakpointsActive', { active }).catch(() => {});
  }

  async #goOn(): Promise<void> {
    await this.#session.send('Debugger.resume', undefined).catch(() => {});
  }
}
