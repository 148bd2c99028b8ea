import type { LikelyHolder } from '../../format/autopsy.ts';
import { shellWord } from '../../format/shell-words.ts';
import type { Cause } from './cause-of-death.ts';
import type { Clues } from './clues.ts';
import type { EndedLife } from './lives.ts';

/** The one command that says more: now if the process left something, else next time. */
export function nextTime(
  life: EndedLife,
  cause: Cause,
  holder: LikelyHolder | undefined,
  { clues: { files }, isWatched }: { readonly clues: Clues; readonly isWatched: boolean },
): string {
  const snapshot = files.find((file) => file.endsWith('.heapsnapshot'));
  if (holder === undefined && snapshot !== undefined)
    return `it left a heap snapshot: heaptrail autopsy ${shellWord(snapshot)}`;
  if (
    cause.cause === 'unknown' ||
    (cause.cause === 'killed' && cause.confidence > 0 && life.samples.length === 0)
  )
    return 'ask the kernel and systemd: journalctl -o short-iso -b | heaptrail autopsy -';
  if (holder !== undefined)
    return `fix it, then check that the next life is flat: heaptrail watch ${whom(life)} --alert share=80%`;
  if (isWatched) return `look closely sooner: heaptrail watch ${whom(life)} --alert share=50%`;
  return `next time, watch it from its start: heaptrail watch ${whom(life)} --alert share=80%`;
}

/** How `watch` finds its next life. */
function whom({ service }: EndedLife): string {
  return `--name ${service === undefined || !/\.[cm]?[jt]s$/.test(service) ? 'PART_OF_ITS_COMMAND' : shellWord(service)}`;
}
