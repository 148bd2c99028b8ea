import { ownerLine } from '../../format/native-owner-words.ts';
import type { NativeOwner } from '../../format/native-owners.ts';
import { bytes, duration } from '../../format/quantities.ts';
import type { SingleReport } from '../../format/report.ts';
import type { Suspect } from '../../format/suspect.ts';

const mostShown = 5;

/** Who takes native memory, a line for each owner, the largest first. */
export function nativeLines({ native, suspects }: Pick<SingleReport, 'native' | 'suspects'>): string[] {
  const owners = native?.owners;
  if (owners === undefined) return [];
  const { gained, duration: span } = owners;
  const lines = owners.owners
    .slice(0, mostShown)
    .map((owner) => `native: ${ownerLine(owner)}${heldBy(owner, suspects)}`);
  if (lines.length > 0) return lines;
  return [
    `native: ${bytes(gained)} of new memory outside the heap stays of ${duration(span)}, and no owner takes much of it`,
  ];
}

/** How exact the lines are. */
export function nativeLimits({ native }: Pick<SingleReport, 'native'>): string[] {
  return (native?.owners?.limits ?? []).map((text) => `limit: native memory: ${text}`);
}

function heldBy({ suspect: fingerprint }: NativeOwner, suspects: readonly Suspect[]): string {
  const suspect = suspects.find((each) => each.fingerprint === fingerprint);
  return suspect === undefined ? '' : `; its handles are kept by ${suspect.title} [${suspect.fingerprint}]`;
}
