import type { PathsTable } from '../../format/page.ts';
import type { Bytes } from '../../format/units.ts';
import { type Change, captureCount, changesIn } from './changes.ts';

/** The objects at one path in two captures. */
export interface PathChange extends Change {
  /** `hub._events.message[]`. */
  readonly expression: string;
  /** The module whose variable it starts with; empty for what hangs on no module. */
  readonly module: string;
  readonly className: string;
  /** How many paths it covers: more than 1 in the row of the rest. */
  readonly paths: number;
  readonly retainedBefore: Bytes;
  readonly retainedAfter: Bytes;
}

/** What became of every path between two captures; `from` is the earlier one. */
export function pathChanges({ columns, strings }: PathsTable, from: number, to: number): PathChange[] {
  const { expression, module, className, counts, retained, paths } = columns;
  const rows = expression.length;
  const captures = captureCount(counts.length / rows);
  return changesIn(columns, rows, from, to).map((change) => ({
    ...change,
    expression: strings[expression[change.row]],
    module: strings[module[change.row]],
    className: strings[className[change.row]],
    paths: paths[change.row],
    retainedBefore: retained[change.row * captures + from],
    retainedAfter: retained[change.row * captures + to],
  }));
}
