import type { SizeUnit, SpanUnit } from './amounts.ts';
import type { MappedColumn } from './column-map.ts';
import { type Field, isCountField, isSizeField, namedColumn } from './column-names.ts';

/** What a column is read as. */
export interface Binding {
  readonly field: Field;
  readonly unit?: SizeUnit | SpanUnit;
}

/** JSON may have data for names: only so many are remembered, and so many notes are worth reading. */
const remembered = 10_000;
const longestName = 200;
const notedColumns = 5;

/**
 * Which column of one file is what. A field is read from one column only, the first that carries it: two columns of
 * one name (before and after a collection, say) would make a series of neither.
 */
export class ColumnBindings {
  /** What a person named; it goes before all names. */
  readonly mapped: readonly MappedColumn[];
  readonly #bindings = new Map<string, Binding | undefined>();
  readonly #sources = new Map<Field, string>();
  readonly #others = new Map<string, Field>();

  constructor(mapped: readonly MappedColumn[]) {
    this.mapped = mapped;
  }

  of(column: string): Binding | undefined {
    if (column.length > longestName) return undefined;
    const known = this.#bindings.get(column);
    if (known !== undefined || this.#bindings.has(column)) return known;
    const binding = this.#bind(column);
    if (binding !== undefined || this.#bindings.size < remembered) this.#bindings.set(column, binding);
    return binding;
  }

  /** Whether the column measures memory or something that piles up, by its name or by the mapping. */
  measures(column: string): boolean {
    const field = this.#mappedTo(column)?.field ?? namedColumn(column)?.field;
    return field !== undefined && isMeasure(field);
  }

  /** Mapped columns that no row had. */
  get missing(): readonly MappedColumn[] {
    return this.mapped.filter(({ field }) => !this.#sources.has(field));
  }

  /** Columns that were passed over for another of the same field, in words. */
  notes(): readonly string[] {
    return [...this.#others]
      .slice(0, notedColumns)
      .map(
        ([column, field]) =>
          `the column ${column} is not used: ${field} is read from ${this.#sources.get(field)} (--columns ${field}=${column} reads it instead)`,
      );
  }

  #bind(column: string): Binding | undefined {
    const mapped = this.#mappedTo(column);
    const binding = mapped ?? namedColumn(column);
    if (binding === undefined) return undefined;
    const { field, unit } = binding;
    if (mapped === undefined && this.mapped.some((other) => other.field === field)) return undefined;
    if (this.#sources.has(field)) {
      // Which of several clocks is read matters little; which of several sizes does.
      if (isMeasure(field) && this.#others.size < remembered) this.#others.set(column, field);
      return undefined;
    }
    this.#sources.set(field, column);
    return unit === undefined ? { field } : { field, unit };
  }

  /** A dotted path may be named by its end. */
  #mappedTo(column: string): MappedColumn | undefined {
    const path = column.toLowerCase();
    return this.mapped.find((mapped) => {
      const wanted = mapped.column.toLowerCase();
      return path === wanted || path.endsWith(`.${wanted}`);
    });
  }
}

function isMeasure(field: Field): boolean {
  return isSizeField(field) || isCountField(field);
}
