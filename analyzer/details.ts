import { UserError } from '../format/user-error.ts';
import { SnapshotError } from './parse/snapshot-error.ts';

/**
 * What only adds detail to a verdict (allocation sites, source maps, the tables of a page) fails alone: a fault in it
 * becomes a limit of the report, and the verdict stands.
 */
export class Details {
  readonly #faults = new Map<string, string>();

  /**
   * @param what is missing if the work fails, as the reader knows it
   * @param without stands in for it then
   */
  add<T>(what: string, without: T, work: () => T): T {
    try {
      return work();
    } catch (error) {
      // A torn capture is left out of the whole search, and an error made for people says what to do.
      if (error instanceof SnapshotError || error instanceof UserError) throw error;
      this.#faults.set(what, error instanceof Error ? error.message : String(error));
      return without;
    }
  }

  get limits(): readonly string[] {
    return [...this.#faults].map(
      ([what, message]) => `${what} missing because of a fault in heaptrail (${message}): please report it`,
    );
  }
}
