import type { Cell, Row } from './columns.ts';

/**
 * `rss=116MB heapUsed=40MB`, `ts="2026-06-28T09:21:52Z"`, `RSS: 2.58GB | Commit: 13.81GB`, and the object that
 * `console.log(process.memoryUsage())` prints. A name begins where a word does, so that a long word is looked at once.
 */
const pair =
  /(?<![\w@.-])([A-Za-z_@][\w.@-]{0,120})\s{0,40}[=:]\s{0,40}(?:"([^"]*)"|'([^']*)'|(-?\d{1,3}(?:,\d{3})+(?:\.\d{1,9})?(?:\s?[kmgt]?i?b?\b)|-?\d[\d._]{0,60}\s?[kmgt]i?b?\b|-?\d[\d._]{0,60}\s?b\b)|([^\s,;|}]+))/gi;

/** The pairs of names and values in a line, in the line's order; the first of a name counts. */
export function keyValuesIn(line: string): Row {
  const cells = new Map<string, Cell>();
  for (const [, name, double, single, amount, word] of line.matchAll(pair)) {
    if (!cells.has(name)) cells.set(name, double ?? single ?? amount ?? word);
  }
  return cells;
}
