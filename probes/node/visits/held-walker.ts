import type { DevtoolsSession } from '../../transport/devtools-session.ts';
import { TargetWalker } from './target-walker.ts';

/** The one walker of a session, which visits and censuses share: both know a place by its identity. */
export class HeldWalker {
  readonly #devtools: DevtoolsSession;
  #walker: Promise<TargetWalker> | undefined;

  constructor(devtools: DevtoolsSession) {
    this.#devtools = devtools;
  }

  /** @throws ProbeError `no-visits` if the target cannot make one */
  async get(): Promise<TargetWalker> {
    this.#walker ??= TargetWalker.install(this.#devtools);
    return await this.#walker;
  }

  /** @returns whether there was one. Never throws. */
  async release(): Promise<boolean> {
    const walker = await this.#walker?.catch(() => undefined);
    this.#walker = undefined;
    if (walker === undefined) return false;
    if (!this.#devtools.closed.aborted) await walker.release();
    return true;
  }
}
