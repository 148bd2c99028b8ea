import type { MemorySample } from '../../../format/memory-sample.ts';
import type { Bytes, EpochMillis } from '../../../format/units.ts';
import {
  bytesPer,
  isSizeUnit,
  isSpanUnit,
  millisPer,
  parseAmount,
  parseElapsed,
  type SizeUnit,
  type SpanUnit,
} from './amounts.ts';
import type { MappedColumn } from './column-map.ts';
import { type Field, isCountField, isSizeField, namedColumn, type SizeField } from './column-names.ts';
import { Moments } from './moments.ts';
import type { Observation } from './observation.ts';
import { certainUnit } from './plain-sizes.ts';

export type Cell = string | number;
/** The cells of one line by the name of their column, or their dotted path in JSON. */
export type Row = ReadonlyMap<string, Cell>;

/** What a line says besides its cells. */
export interface Aside {
  readonly at?: EpochMillis | undefined;
  readonly pid?: string | undefined;
}

interface Binding {
  readonly field: Field;
  readonly unit?: SizeUnit | SpanUnit;
}

/**
 * Finds out which column is what, and reads rows as observations. A field is read from one column only, the first
 * that carries it: two columns of one name (before and after a collection, say) would make a series of neither.
 */
export class Columns {
  readonly moments = new Moments();
  readonly #mapped: readonly MappedColumn[];
  readonly #bindings = new Map<string, Binding | undefined>();
  readonly #sources = new Map<Field, string>();
  readonly #others = new Map<string, Field>();
  /** The unit of sizes that neither their cells nor their columns' names tell. */
  #plainUnit: SizeUnit | undefined;
  #plainUnitGuessed = false;
  #uncertain: { readonly column: string; readonly field: SizeField; readonly value: number } | undefined;
  #uncertainTime: { readonly column: string; readonly cell: Cell } | undefined;

  constructor(mapped: readonly MappedColumn[] = [], plainUnit?: SizeUnit) {
    this.#mapped = mapped;
    this.#plainUnit = plainUnit;
  }

  /** The same mapping for a file of its own. */
  fresh(): Columns {
    return new Columns(this.#mapped);
  }

  /** For formats that define the unit of their sizes. */
  plainSizesAre(unit: SizeUnit): void {
    this.#plainUnit = unit;
  }

  get mapped(): readonly MappedColumn[] {
    return this.#mapped;
  }

  /** Whether the column measures memory or something that piles up, by its name or by the mapping. */
  measures(column: string): boolean {
    const field = this.#mappedTo(column)?.field ?? namedColumn(column)?.field;
    return field !== undefined && field !== 'time' && field !== 'pid' && field !== 'uptime';
  }

  /** What the row says, or undefined where it says nothing about memory. */
  observe(row: Row, aside: Aside = {}): Observation | undefined {
    const memory: { -readonly [Name in keyof MemorySample]?: MemorySample[Name] } = {};
    const place: { pid?: string; at?: EpochMillis; uptime?: number } = {};
    const plain: Array<readonly [column: string, field: SizeField, value: number]> = [];
    for (const [column, cell] of row) {
      const binding = this.#bindingOf(column);
      if (binding === undefined) continue;
      const { field, unit } = binding;
      if (field === 'pid') place.pid = String(cell);
      else if (field === 'time') this.#readTime(column, cell, unit, place);
      else if (field === 'uptime') {
        const uptime = uptimeOf(cell, unit);
        if (uptime !== undefined) place.uptime = uptime;
      } else {
        const amount = parseAmount(cell);
        if (amount === undefined) continue;
        if (isCountField(field)) {
          if (field === 'handles') memory.resources = { handle: Math.round(amount.value) };
          else memory[field] = amount.value;
          continue;
        }
        if (!isSizeField(field)) continue;
        const own = amount.unit ?? unit;
        if (own === undefined) plain.push([column, field, amount.value]);
        else if (isSizeUnit(own)) memory[field] = amount.value * bytesPer(own);
      }
    }
    for (const [field, size] of this.#readPlain(plain)) memory[field] = size;
    if (Object.keys(memory).length === 0) return undefined;
    const at = place.at ?? aside.at;
    const pid = aside.pid ?? place.pid;
    return {
      memory,
      ...(place.uptime === undefined ? {} : { uptime: place.uptime }),
      ...(at === undefined ? {} : { at }),
      ...(pid === undefined ? {} : { pid }),
    };
  }

  /** What was assumed or left out, in words for the reader. */
  notes(): readonly string[] {
    return [
      ...(this.#plainUnitGuessed
        ? [`sizes without a unit are read as ${this.#plainUnit}, by their magnitude`]
        : []),
      ...[...this.#others].map(
        ([column, field]) =>
          `the column ${column} is not used: ${field} is read from ${this.#sources.get(field)} (--columns ${field}=${column} reads it instead)`,
      ),
    ];
  }

  /** A column of sizes whose unit nothing tells, where that kept its rows from being used. */
  get uncertain():
    | { readonly column: string; readonly field: SizeField; readonly value: number }
    | undefined {
    return this.#uncertain;
  }

  /** A column of times that could not be read. */
  get uncertainTime(): { readonly column: string; readonly cell: Cell } | undefined {
    return this.#uncertainTime;
  }

  /** Mapped columns that no row had. */
  get missing(): readonly MappedColumn[] {
    return this.#mapped.filter(({ field }) => !this.#sources.has(field));
  }

  #bindingOf(column: string): Binding | undefined {
    if (!this.#bindings.has(column)) this.#bindings.set(column, this.#bind(column));
    return this.#bindings.get(column);
  }

  #bind(column: string): Binding | undefined {
    const mapped = this.#mappedTo(column);
    const binding = mapped ?? namedColumn(column);
    if (binding === undefined) return undefined;
    const { field, unit } = binding;
    if (mapped === undefined && this.#mapped.some((other) => other.field === field)) return undefined;
    const source = this.#sources.get(field);
    if (source !== undefined) {
      // Which of several clocks is read matters little; which of several sizes does.
      if (isSizeField(field) || isCountField(field)) this.#others.set(column, field);
      return undefined;
    }
    this.#sources.set(field, column);
    return unit === undefined ? { field } : { field, unit };
  }

  #mappedTo(column: string): MappedColumn | undefined {
    const path = column.toLowerCase();
    return this.#mapped.find((mapped) => {
      const wanted = mapped.column.toLowerCase();
      return path === wanted || path.endsWith(`.${wanted}`);
    });
  }

  #readTime(column: string, cell: Cell, unit: string | undefined, place: { at?: EpochMillis }): void {
    const at = this.moments.read(cell, unit !== undefined && isSpanUnit(unit) ? unit : undefined);
    if (at === undefined) this.#uncertainTime ??= { column, cell };
    else place.at = at;
  }

  #readPlain(
    plain: ReadonlyArray<readonly [string, SizeField, number]>,
  ): ReadonlyArray<readonly [SizeField, Bytes]> {
    if (plain.length === 0) return [];
    if (this.#plainUnit === undefined) {
      this.#plainUnit = certainUnit(plain.map(([, field, value]) => [field, value]));
      this.#plainUnitGuessed = this.#plainUnit !== undefined;
    }
    const unit = this.#plainUnit;
    if (unit === undefined) {
      const [[column, field, value]] = plain;
      this.#uncertain ??= { column, field, value };
      return [];
    }
    return plain.map(([, field, value]) => [field, value * bytesPer(unit)]);
  }
}

/** `process.uptime()` and `ps` count seconds; a whole number of years of them is something else. */
function uptimeOf(cell: Cell, unit: string | undefined): number | undefined {
  const elapsed = typeof cell === 'string' ? parseElapsed(cell) : undefined;
  if (elapsed !== undefined) return elapsed;
  const amount = parseAmount(cell);
  const own = amount?.unit ?? unit;
  if (amount === undefined) return undefined;
  if (own !== undefined) return isSpanUnit(own) ? amount.value * millisPer(own) : undefined;
  return amount.value < 1e8 ? amount.value * 1_000 : undefined;
}
