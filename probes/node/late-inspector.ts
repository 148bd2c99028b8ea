import { ProbeError } from '../probe-error.ts';
import { inodesOf } from './open-inspector.ts';
import { Standby } from './standby.ts';

/** Refusals before any signal was sent: nothing can open late. */
const beforeSignal: ReadonlySet<string> = new Set([
  'inspector-disabled',
  'signal-not-caught',
  'inspector-unlisted',
  'stopped',
  'no-such-process',
]);

/**
 * Closes the inspector of a target where we cannot: because we were killed between the signal and the session, or
 * because the target was blocked and opens its inspector after we gave up.
 */
export class LateInspector {
  readonly #standby: Standby;

  private constructor(standby: Standby) {
    this.#standby = standby;
  }

  static async watchFor(pid: number): Promise<LateInspector> {
    return new LateInspector(
      await Standby.start('close-late-inspector', [String(pid), [...inodesOf(pid)].join(',')]),
    );
  }

  /** The session stands, and has a watch of its own. */
  settle(): void {
    this.#standby.dismiss();
  }

  /** Stays behind, unless no inspector can open any more. */
  leave(error: unknown): void {
    if (error instanceof ProbeError && beforeSignal.has(error.code)) this.#standby.dismiss();
    else this.#standby.takeOver();
  }
}
