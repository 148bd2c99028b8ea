import type { MemorySeries } from '../../format/memory-trend.ts';
import type { MemoryPanel } from './memory-panels.ts';

/** Series that a chart of the page shows. */
const charted: Readonly<Record<MemoryPanel['name'], readonly MemorySeries['name'][]>> = {
  heap: ['heapUsed'],
  resident: ['rss', 'external'],
  parts: [],
  children: ['childrenRss'],
};

/** A series that moves by a smaller share of itself is flat to a reader. */
const leastMove = 0.05;

export interface SeriesSplit {
  /** What moved, and no chart shows. */
  readonly moved: readonly MemorySeries[];
  readonly folded: readonly MemorySeries[];
}

/** Figures that say something new apart from those that are flat or stand in a chart already. */
export function splitSeries(
  series: readonly MemorySeries[],
  panels: readonly Pick<MemoryPanel, 'name'>[],
): SeriesSplit {
  const shown = new Set(panels.flatMap(({ name }) => charted[name]));
  const isMoved = ({ name, first, last }: MemorySeries) =>
    !shown.has(name) && Math.abs(last - first) > leastMove * Math.max(first, last);
  return { moved: series.filter(isMoved), folded: series.filter((one) => !isMoved(one)) };
}
