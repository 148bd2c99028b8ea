import { host } from '../../host/this-host.ts';
import { ProbeError } from '../../probe-error.ts';
import { dismissHelpers, helperProgram, lateHelpersOf } from './late-helpers.ts';
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
 * Closes the inspector of a target if we cannot: because we were killed between the signal and the session, or
 * because the target was blocked and opens its inspector after we gave up.
 */
export class LateInspector {
  /**
   * The listening sockets of the process before heaptrail signalled it. An inspector that is open beside them is ours,
   * also if an attach before this one asked for it.
   */
  readonly before: ReadonlySet<string>;
  readonly #standby: Standby;

  private constructor(standby: Standby, before: ReadonlySet<string>) {
    this.#standby = standby;
    this.before = before;
  }

  /** Takes over from the helper of an attach that gave up: it would close the inspector of this one. */
  static async watchFor(pid: number): Promise<LateInspector> {
    const earlier = lateHelpersOf(pid);
    const before = earlier[0]?.before ?? (host.kernel === undefined ? new Set() : inodesOf(pid));
    const standby = await Standby.start(helperProgram, [String(pid), [...before].join(',')]);
    await dismissHelpers(earlier);
    return new LateInspector(standby, before);
  }

  /** The session stands, and has a watch of its own. */
  settle(): void {
    this.#standby.dismiss();
  }

  /** Stays behind, unless an inspector can no longer open. */
  leave(error: unknown): void {
    if (error instanceof ProbeError && beforeSignal.has(error.code)) this.#standby.dismiss();
    else this.#standby.takeOver();
  }
}
