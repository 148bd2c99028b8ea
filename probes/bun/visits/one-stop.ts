import type { Millis } from '../../../format/units.ts';
import type { Paused } from '../jsc-protocol.ts';
import type { JscSession } from '../jsc-session.ts';
import type { Trap } from './traps.ts';

/**
 * Stops of the program, of which at most one lasts at a time. If we are killed meanwhile, Bun notices that its client
 * has gone and goes on.
 */
export class OneStop {
  readonly #session: JscSession;
  #atPause: ((paused: Paused) => boolean) | undefined;

  constructor(session: JscSession) {
    this.#session = session;
    session.on('Debugger.paused', (paused) => {
      // A trap that is taken away may be met once more.
      if (this.#atPause?.(paused) !== true) void this.#goOn();
    });
  }

  /**
   * Lets the program stand in the trap, once.
   * @param walk is called at the pause: what it sends goes out in one piece with the command to go on. Undefined if
   *   this stop is of no use, and the trap waits for another
   * @returns for how long it stood, as seen from here; undefined if the trap was not met in time
   */
  async in(
    trap: Trap,
    within: Millis,
    walk: (paused: Paused) => Promise<unknown> | undefined,
  ): Promise<Millis | undefined> {
    if (!(await trap.set())) return undefined;
    let stood: Promise<Millis> | undefined;
    const met = new Promise<void>((resolve) => {
      this.#atPause = (paused) => {
        const begun = performance.now();
        const walked = walk(paused);
        if (walked === undefined) return false;
        this.#atPause = undefined;
        const sent = [walked, this.#setActive(false), this.#goOn()];
        stood = Promise.all(sent).then(() => performance.now() - begun);
        void stood.catch(() => {}).then(() => resolve());
        return true;
      };
    });
    void this.#setActive(true);
    await Promise.race([met, delay(within)]);
    this.#atPause = undefined;
    await Promise.all([this.#setActive(false), trap.remove()]);
    return await stood;
  }

  async #setActive(active: boolean): Promise<void> {
    await this.#session.send('Debugger.setBreakpointsActive', { active }).catch(() => {});
  }

  async #goOn(): Promise<void> {
    await this.#session.send('Debugger.resume', undefined).catch(() => {});
  }
}

function delay(span: Millis): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, span));
}
