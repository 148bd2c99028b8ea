import { bytes, count, share } from './quantities.ts';
import type { Suspect, SuspectPart } from './suspect.ts';

/** The other places of one growth, a line each; nothing if it is seen in one place. */
export function placesLines({ fingerprint, parts = [] }: Suspect): string[] {
  if (parts.length === 0) return [];
  return [
    `one growth, seen in ${count(parts.length + 1)} places: every place must release its entries`,
    ...parts.map((part) => partLine(part, fingerprint)),
  ];
}

function partLine({ suspect, tie }: SuspectPart, lead: string): string {
  const what = tie.by === 'keys' ? 'strings' : 'objects';
  const other = tie.with === lead ? 'it' : tie.with;
  return `[${suspect.fingerprint}] ${suspect.title}, ${bytes(suspect.growth.bytesPerInterval)} per interval (${share(tie.share)} of the new ${what} are the same as in ${other})`;
}
