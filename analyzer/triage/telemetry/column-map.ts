import { UserError } from '../../../format/user-error.ts';
import type { SizeUnit, SpanUnit } from './amounts.ts';
import { type Field, fields, fits, namedColumn } from './column-names.ts';

/** A column that a person named, because its own name does not say what it is. */
export interface MappedColumn {
  readonly field: Field;
  /** A header's name, a dotted path in JSON, or the number of a column without a header, from 1. */
  readonly column: string;
  readonly unit?: SizeUnit | SpanUnit;
}

/**
 * `rss=mem.resident:kb,time=t`: pairs of a field and a column, each with its unit behind a colon if it needs one.
 * @throws UserError `usage` where it is not that
 */
export function parseColumnMap(text: string): readonly MappedColumn[] {
  return text
    .split(',')
    .filter((pair) => pair.trim() !== '')
    .map(parsePair);
}

function parsePair(pair: string): MappedColumn {
  const [, name, column, unit] = /^\s*([^=\s]+)\s*=\s*(.+?)(?::([A-Za-z]+))?\s*$/.exec(pair) ?? [];
  if (name === undefined) {
    throw new UserError(
      'usage',
      `"${pair.trim()}" maps no column`,
      'write --columns FIELD=COLUMN or FIELD=COLUMN:UNIT, for example rss=mem.resident:kb',
    );
  }
  const field = fields.find((known) => known === name) ?? namedColumn(name)?.field;
  if (field === undefined) {
    throw new UserError(
      'usage',
      `there is no field ${name} to map a column to`,
      `use one of ${fields.join(', ')}`,
    );
  }
  if (unit === undefined) return { field, column };
  const lower = unit.toLowerCase();
  if (!fits(field, lower)) {
    throw new UserError(
      'usage',
      `${field} is not measured in ${unit}`,
      'sizes take b, kb, mb or gb, times and uptimes take ms or s',
    );
  }
  return { field, column, unit: lower as SizeUnit | SpanUnit };
}
