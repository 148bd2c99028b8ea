import type { Rung } from '../../../format/rungs.ts';

/** What one look of a rung costs, as shares of a snapshot of the same heap. */
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
 * The one table of what rungs cost. A pulse of 3.5 million objects took 2.3 s and no memory where a snapshot took 29 s. A
 * census of 0.9 million took 1.1 to 2.4 s and 90 to 120 MB on Node 20 to 26, a snapshot 16 to 17 s and 1.1 to 1.5 GB.
 * Sites and visits need no more than one collection and some milliseconds, whatever the heap.
 */
export const rungCosts: Readonly<Record<Rung, RungCost>> = {
  ledger: { name: 'a memory sample', pause: 0, memory: 0, disk: 0, collects: false },
  sites: { name: 'a profile', pause: 0, memory: 0, disk: 0, collects: false },
  visits: { name: 'a visit', pause: 0, memory: 0, disk: 0, collects: false },
  pulses: { name: 'a pulse', pause: 1 / 12, memory: 0, disk: 0, collects: true },
  census: { name: 'a census', pause: 1 / 7, memory: 1 / 10, disk: 0, collects: true },
  snapshot: { name: 'a snapshot', pause: 1, memory: 1, disk: 1, collects: true },
  // As many as a default recording takes.
  snapshots: { name: 'the snapshots together', pause: 1, memory: 1, disk: 4, collects: true },
};
