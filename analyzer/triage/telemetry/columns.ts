import type { MemorySample } from '../../../format/memory-sample.ts';
import type { Bytes, EpochMillis, Millis } from '../../../format/units.ts';
import {
  type Amount,
  bytesPer,
  isSizeUnit,
  isSpanUnit,
  millisPer,
  parseAmount,
  parseElapsed,
  type SizeUnit,
} from './amounts.ts';
import { type Binding, ColumnBindings } from './column-bindings.ts';
import type { MappedColumn } from './column-map.ts';
import { isCountField, isSizeField, type SizeField } from './column-names.ts';
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
  /** The unit of the sizes that carry none, where the format defines it. */
  readonly unit?: SizeUnit | undefined;
}

/** A cell that could not be read for sure. */
export interface Uncertain {
  readonly column: string;
  readonly cell: Cell;
}

export interface UncertainSize extends Uncertain {
  readonly field: SizeField;
}

/** A size of which neither its cell nor its column's name tells the unit. */
interface PlainSize extends UncertainSize {
  readonly cell: number;
}

type Memory = { -readonly [Name in keyof Observation['memory']]: MemorySample[Name] };
type Place = { -readonly [Name in 'pid' | 'at' | 'uptime']?: Observation[Name] };

/** Reads the rows of one file as observations. */
export class Columns {
  readonly bindings: ColumnBindings;
  readonly moments: Moments;
  /** The first size whose unit nothing told: its row was not used. */
  uncertainSize: UncertainSize | undefined;
  /** The first time that could not be read. */
  uncertainTime: Uncertain | undefined;
  #plainUnit: SizeUnit | undefined;
  #plainUnitGuessed = false;

  constructor(mapped: readonly MappedColumn[] = [], moments = new Moments()) {
    this.moments = moments;
    this.bindings = new ColumnBindings(mapped);
  }

  /** What the row says, or undefined if it says nothing about memory. */
  observe(row: Row, aside: Aside = {}): Observation | undefined {
    const memory: Memory = {};
    const place: Place = {};
    const plain: PlainSize[] = [];
    for (const [column, cell] of row) {
      const binding = this.bindings.of(column);
      if (binding === undefined) continue;
      if (!this.#readPlace(place, column, cell, binding)) readMeasure(memory, plain, column, cell, binding);
    }
    this.#readPlain(memory, plain, aside.unit);
    if (Object.keys(memory).length === 0) return undefined;
    const { uptime, at = aside.at } = place;
    const pid = aside.pid ?? place.pid;
    return {
      memory,
      ...(uptime === undefined ? {} : { uptime }),
      ...(at === undefined ? {} : { at }),
      ...(pid === undefined ? {} : { pid }),
    };
  }

  /** What was assumed or left out, in words for the reader. */
  notes(): readonly string[] {
    const guessed = `sizes without a unit are read as ${this.#plainUnit}, by their magnitude`;
    return [...(this.#plainUnitGuessed ? [guessed] : []), ...this.bindings.notes()];
  }

  /** False if the cell does not say whose row it is, or when it was written. */
  #readPlace(place: Place, column: string, cell: Cell, { field, unit }: Binding): boolean {
    if (field === 'pid') place.pid = String(cell);
    else if (field === 'time') {
      const at = this.moments.read(cell, unit !== undefined && isSpanUnit(unit) ? unit : undefined);
      if (at === undefined) this.uncertainTime ??= { column, cell };
      else place.at = at;
    } else if (field === 'uptime') {
      const uptime = uptimeOf(cell, unit);
      if (uptime !== undefined) place.uptime = uptime;
    } else return false;
    return true;
  }

  /** One program writes all its sizes in one unit, so one that is certain tells the others'. */
  #readPlain(memory: Memory, plain: readonly PlainSize[], defined: SizeUnit | undefined): void {
    if (plain.length === 0) return;
    if (defined === undefined && this.#plainUnit === undefined) {
      this.#plainUnit = certainUnit(plain.map(({ field, cell }) => [field, cell]));
      this.#plainUnitGuessed = this.#plainUnit !== undefined;
    }
    const unit = defined ?? this.#plainUnit;
    if (unit === undefined) {
      this.uncertainSize ??= plain[0];
      return;
    }
    const factor: Bytes = bytesPer(unit);
    for (const { field, cell } of plain) memory[field] = cell * factor;
  }
}

function readMeasure(
  memory: Memory,
  plain: PlainSize[],
  column: string,
  cell: Cell,
  { field, unit }: Binding,
): void {
  const amount = parseAmount(cell) ?? below0(cell);
  if (amount === undefined) return;
  if (isSizeField(field)) {
    const own = amount.unit ?? unit;
    // Nothing is nothing in any unit.
    if (amount.value === 0) memory[field] = 0;
    else if (own === undefined) plain.push({ column, field, cell: amount.value });
    else if (isSizeUnit(own)) memory[field] = amount.value * bytesPer(own);
  } else if (field === 'handles') memory.resources = { handle: Math.round(amount.value) };
  else if (isCountField(field)) memory[field] = amount.value;
}

/** A size below zero is read to be set aside, and told. */
function below0(cell: Cell): Amount | undefined {
  const text = String(cell).trim();
  const amount = text.startsWith('-') ? parseAmount(text.slice(1)) : undefined;
  return amount === undefined ? undefined : { ...amount, value: -amount.value };
}

/** `process.uptime()` and `ps` count seconds; a number of years of them is something else. */
const longestUptime = 1e8;

function uptimeOf(cell: Cell, unit: string | undefined): Millis | undefined {
  const elapsed = typeof cell === 'string' ? parseElapsed(cell) : undefined;
  if (elapsed !== undefined) return elapsed;
  const amount = parseAmount(cell);
  if (amount === undefined) return undefined;
  const own = amount.unit ?? unit;
  if (own !== undefined) return isSpanUnit(own) ? amount.value * millisPer(own) : undefined;
  return amount.value < longestUptime ? amount.value * 1_000 : undefined;
}
