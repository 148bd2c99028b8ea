import type { Suspect } from '../../format/suspect.ts';

/** What is nearly full is no suspect: one sentence says which it is, and how many entries there were. */
export function nearlyFullText({ holders: [holder], title, evidence }: Suspect): string {
  const what = holder === undefined ? title : `\`${holder.expression}\``;
  const figures = evidence.find((text) => text.startsWith('entries at each capture'));
  return `${what} gains less in each interval and is nearly full${figures === undefined ? '' : ` (${figures})`}`;
}
