import path from 'node:path';
import type { AllocationSite } from '../../format/allocations.ts';
import type { WatchSetting } from '../../probes/watch/watch-setting.ts';
import type { ProfilePush } from './profiles/profile-push.ts';
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
 * @param push takes the same as a profile, if anybody wants it
 */
export function sitesReader(push: ProfilePush | undefined): WatchSetting['sites'] {
  return async (recording, signal) => {
    try {
      const pprof = path.join(recording, 'live.pb.gz');
      const asProfile = push === undefined ? [] : ['--pprof', pprof, '--only-sizes'];
      const words = ['allocations', recording, '--json', '--limit', String(mostSites), ...asProfile];
      const { profiles, rows } = JSON.parse(await runBeside('list of allocations', words, signal)) as Listed;
      await push?.send(pprof, signal);
      if (profiles < 2) return undefined;
      return { profiles, sites: rows.map((site) => ({ ...site, stacks: site.stacks.slice(0, 1) })) };
    } catch {
      return undefined;
    }
  };
}
