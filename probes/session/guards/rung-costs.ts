import type { Rung } from '../../../format/rungs.ts';

/** What one look of a rung costs, as shares of what a snapshot of the same heap may cost: the guard's estimate. */
export interface RungCost {
  /** At the beginning of a sentence about one look. */
  readonly name: string;
  readonly pause: number;
  readonly memory: number;
  readonly disk: number;
  /** Whether it collects all garbage several times in a row: close to the heap limit that can end the process. */
  readonly collects: boolean;
}

/**
 * The one table of what rungs cost. With 20 million objects, of which a snapshot may take 126 s and 24 GB, a pulse took
 * 8.8 s and no memory, and a census 32 s and 2.1 GB; with 1 and 5 million, the shares of time were the same (D-206). A census
 * takes 93 to 147 bytes for each object, whatever holds it. Sites and visits need no more than one collection and some
 * milliseconds, whatever the heap.
 */
export const rungCosts: Readonly<Record<Rung, RungCost>> = {
  ledger: { name: 'a memory sample', pause: 0, memory: 0, disk: 0, collects: false },
  sites: { name: 'a profile', pause: 0, memory: 0, disk: 0, collects: false },
  visits: { name: 'a visit', pause: 0, memory: 0, disk: 0, collects: false },
  pulses: { name: 'a pulse', pause: 1 / 12, memory: 0, disk: 0, collects: true },
  census: { name: 'a census', pause: 1 / 4, memory: 1 / 4, disk: 0, collects: true },
  snapshot: { name: 'a snapshot', pause: 1, memory: 1, disk: 1, collects: true },
  // As many as a default recording takes.
  snapshots: { name: 'the snapshots together', pause: 1, memory: 1, disk: 4, collects: true },
};
