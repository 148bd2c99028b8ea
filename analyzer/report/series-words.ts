import type { MemorySeries } from '../../format/memory-trend.ts';

/** What a reader calls each series of the ledger. */
export const seriesNames: Readonly<Record<MemorySeries['name'], string>> = {
  rss: 'rss',
  heapUsed: 'heap',
  external: 'external',
  arrayBuffers: 'array buffers',
  native: 'native',
  children: 'child processes',
  childrenRss: 'child rss',
  threads: 'threads',
  descriptors: 'descriptors',
  handles: 'handles',
  rssAnonymous: 'anonymous rss',
  cgroupUsage: 'cgroup usage',
  machineUsed: 'used memory of the machine',
  heapTotal: 'heap total',
  swap: 'swap',
  virtualSize: 'virtual size',
};

/** Series of numbers, not of bytes. */
export const countedSeries: ReadonlySet<MemorySeries['name']> = new Set<MemorySeries['name']>([
  'children',
  'threads',
  'descriptors',
  'handles',
]);
