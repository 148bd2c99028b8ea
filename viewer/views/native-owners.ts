import { ownerLine } from '../../format/native-owner-words.ts';
import { bytes, duration } from '../../format/quantities.ts';
import type { Report } from '../../format/report.ts';
import type { Child } from './element.ts';
import { list, section } from './texts.ts';

/** Who takes memory outside the heap, the largest first, and how exact that is. */
export function nativeOwnersSection({ native }: Pick<Report, 'native'>): Child {
  const told = native?.owners;
  if (told === undefined || told.owners.length === 0) return undefined;
  return section(
    `who takes native memory: ${bytes(told.gained)} in ${duration(told.duration)}`,
    list(told.owners.map(ownerLine)),
    told.limits.length === 0 ? undefined : list(told.limits, 'evidence'),
  );
}
