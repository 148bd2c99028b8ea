import type { Protocol } from 'devtools-protocol';
import type { Millis } from '../../../format/units.ts';
import type { DevtoolsSession } from '../../transport/devtools-session.ts';

type Paused = Protocol.Debugger.PausedEvent;

const acknowledgeEvery: Millis = 2;

/** The inspector's breakpoints, of which at most one is hit, once. */
export class OnePause {
  readonly #devtools: DevtoolsSession;
  #atPause: ((paused: Paused) => void) | undefined;
  /** A capture of a program that computes without a pause lets it stand, too: that is not for us to end. */
  #isOurs = false;

  constructor(devtools: DevtoolsSession) {
    this.#devtools = devtools;
    devtools.on('Debugger.paused', (paused) => {
      if (this.#isOurs) this.#paused(paused);
    });
  }

  /** From now on the program stands for visits alone, until `end`. */
  begin(): void {
    this.#isOurs = true;
  }

  end(): void {
    this.#isOurs = false;
  }

  /**
   * Lets the program stand at one of the places, once.
   * @param walk is called at the pause: what it sends goes out in one piece with the command to go on
   * @returns for how long it stood, as seen from here; undefined if no place was reached in time
   */
  async at(
    places: readonly Protocol.Debugger.Location[],
    within: Millis,
    walk: (paused: Paused) => Promise<unknown>,
  ): Promise<Millis | undefined> {
    const points = await this.#set(places);
    if (points.length === 0) return undefined;
    let stood: Promise<Millis> | undefined;
    const reached = new Promise<void>((resolve) => {
      this.#atPause = (paused) => {
        this.#atPause = undefined;
        stood = this.#walkAndGoOn(paused, walk);
        resolve();
      };
    });
    void this.#devtools.send('Debugger.setBreakpointsActive', { active: true }).catch(() => {});
    const acknowledging = setInterval(() => this.#acknowledge(), acknowledgeEvery);
    await Promise.race([reached, delay(within)]);
    await stood;
    clearInterval(acknowledging);
    this.#atPause = undefined;
    const removed = points.map((breakpointId) =>
      this.#devtools.send('Debugger.removeBreakpoint', { breakpointId }),
    );
    await Promise.all([this.#devtools.send('Debugger.setBreakpointsActive', { active: false }), ...removed]);
    return await stood;
  }

  async #set(places: readonly Protocol.Debugger.Location[]): Promise<readonly string[]> {
    const set = places.map((location) =>
      this.#devtools.send('Debugger.setBreakpoint', { location }).then(
        ({ breakpointId }) => [breakpointId],
        // A place that V8 cannot stop at is no place to visit.
        () => [],
      ),
    );
    return (await Promise.all(set)).flat();
  }

  #paused(paused: Paused): void {
    if (this.#atPause !== undefined && (paused.hitBreakpoints ?? []).length > 0) this.#atPause(paused);
    // A `debugger` statement stops no program that is not debugged, and none may stand because we are here.
    else this.#goOn();
  }

  async #walkAndGoOn(paused: Paused, walk: (paused: Paused) => Promise<unknown>): Promise<Millis> {
    const begun = performance.now();
    const off = this.#devtools.send('Debugger.setBreakpointsActive', { active: false }).catch(() => {});
    const walked = walk(paused);
    this.#goOn();
    await Promise.all([off, walked.catch(() => {})]);
    await walked;
    return performance.now() - begun;
  }

  /**
   * TCP keeps what the target says next until we have acknowledged what it said before, which takes 40 ms unless we say
   * something: the program would stand that long before we know. What is said changes nothing and takes no work.
   */
  #acknowledge(): void {
    void this.#devtools.send('Debugger.setSkipAllPauses', { skip: false }).catch(() => {});
  }

  #goOn(): void {
    void this.#devtools.send('Debugger.resume').catch(() => {});
  }
}

function delay(span: Millis): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, span));
}
