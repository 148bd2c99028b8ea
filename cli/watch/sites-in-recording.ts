import type { AllocationSite } from '../../format/allocations.ts';
import type { WatchSetting } from '../../probes/watch/watch-setting.ts';
import { runBeside } from './run-beside.ts';

const mostSites = 10;

/** What `heaptrail allocations --json` prints. */
interface Listed {
  readonly profiles: number;
  readonly rows: readonly AllocationSite[];
}

/**
 * The calls whose sampled allocations stay alive so far, read in a process of its own. Never rejects: evidence that cannot
 * be read is none.
 */
export const sitesIn: WatchSetting['sites'] = async (recording, signal) => {
  try {
    const words = ['allocations', recording, '--json', '--limit', String(mostSites)];
    const { profiles, rows } = JSON.parse(await runBeside('list of allocations', words, signal)) as Listed;
    if (profiles < 2) return undefined;
    return { profiles, sites: rows.map((site) => ({ ...site, stacks: site.stacks.slice(0, 1) })) };
  } catch {
    return undefined;
  }
};
