import { openSource } from '../../../analyzer/recording/open-source.ts';
import type { RecordingRoom } from './record.ts';
import { shortName } from './shelf.ts';
import type { RecordWishes } from './wishes.ts';

type Repeated = Partial<Pick<RecordWishes, 'span' | 'captures' | 'operations' | 'values' | 'work' | 'ready'>>;

/** What a second recording takes over from the first, unless it is said otherwise. */
export function sameAgain(
  folder: string,
  { remembered }: RecordingRoom,
  asked: Readonly<Record<string, unknown>>,
): Repeated {
  const known = remembered.get(shortName(folder)) ?? fromManifest(folder);
  const left = Object.entries(known).filter(
    ([name]) => asked[name === 'span' ? 'seconds' : name] === undefined,
  );
  return Object.fromEntries(left);
}

/** An earlier conversation's: its manifest tells all but the work. */
function fromManifest(folder: string): Repeated {
  const options = openSource([folder]).manifest?.options;
  if (options === undefined) return {};
  const { captures, every, operations } = options;
  return {
    ...(captures === undefined || captures < 2 ? {} : { captures }),
    ...(captures === undefined || every === undefined ? {} : { span: every * Math.max(1, captures - 1) }),
    ...(operations === undefined ? {} : { operations }),
  };
}
