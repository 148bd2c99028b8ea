import { listAllocations } from '../../analyzer/allocations/list-allocations.ts';
import { mostSites } from '../../analyzer/allocations/report-allocations.ts';
import { codeOf } from '../../analyzer/analyze.ts';
import { openRecording } from '../../analyzer/recording/open-recording.ts';
import { workingDirectoryOf } from '../../analyzer/recording/working-directory.ts';
import { WrittenCode } from '../../analyzer/sources/written-code.ts';
import type { WatchSetting } from '../../probes/watch/watch-setting.ts';

/** The calls whose sampled allocations stay alive so far. Never throws: evidence that cannot be read is none. */
export const sitesIn: WatchSetting['sites'] = (recording) => {
  try {
    const opened = openRecording(recording);
    const { profiles = [] } = opened;
    if (profiles.length < 2) return undefined;
    const { sources } = codeOf(opened);
    const directory = workingDirectoryOf(opened);
    const { rows } = listAllocations(profiles, new WrittenCode(sources), {
      all: false,
      report: undefined,
      directory,
    });
    const sites = rows.slice(0, mostSites).map((site) => ({ ...site, stacks: site.stacks.slice(0, 1) }));
    return { profiles: profiles.length, sites };
  } catch {
    return undefined;
  }
};
