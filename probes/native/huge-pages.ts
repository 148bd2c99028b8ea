import type { Bytes } from '../../format/units.ts';
import { mappingAt } from '../mappings/part-of-address.ts';
import type { ResidentPages } from './resident-pages.ts';

/** A huge page of x86-64 and of most arm64: 2 MiB. */
export const pagesInHuge = 512;

/** A mapping, and how much of it is in huge pages. */
interface HugeMapping {
  readonly start: number;
  readonly end: number;
  readonly hugePages: Bytes;
}

/**
 * The huge pages among those that were touched, by their number: one touch brings all of their memory. They are whole, in a
 * mapping that has huge pages, and nobody touched a second page of them.
 */
export function hugePagesAmong(
  touched: Iterable<number>,
  mappings: readonly HugeMapping[],
  pages: ResidentPages,
  pageSize: Bytes,
): ReadonlySet<number> {
  const touches = new Map<number, number>();
  for (const page of touched) {
    if ((mappingAt(mappings, page * pageSize)?.hugePages ?? 0) === 0) continue;
    const huge = Math.floor(page / pagesInHuge);
    touches.set(huge, (touches.get(huge) ?? 0) + 1);
  }
  const alone = [...touches].flatMap(([huge, times]) => (times === 1 ? [huge] : []));
  return new Set(alone.filter((huge) => isWhole(huge, pages)));
}

function isWhole(huge: number, pages: ResidentPages): boolean {
  const [first, end] = [huge * pagesInHuge, (huge + 1) * pagesInHuge];
  const [run] = pages.runs(first, end);
  return run !== undefined && run[0] === first && run[1] === end;
}
