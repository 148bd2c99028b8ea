import type { StacksTable } from '../../format/page.ts';
import type { Bytes } from '../../format/units.ts';

/** Who wrote a function. `rest`: the smaller calls of a caller together. */
export type CodeOwner = 'own' | 'dependency' | 'runtime' | 'rest';

/** What of the allocations is shown: all that live, or those since the first profile. */
export const measures = ['live', 'growth'] as const;
export type Measure = (typeof measures)[number];

/** One call in the tree of calls, with what it and its callees allocated. */
export interface FlameRow {
  readonly key: string;
  readonly parent: FlameRow | undefined;
  readonly children: readonly FlameRow[];
  readonly kind: CodeOwner;
  readonly name: string;
  readonly place: string;
  /** Tells its function from all others; empty at the top and of the rest. */
  readonly functionKey: string;
  /** By the chosen measure, with all callees. */
  readonly retained: Bytes;
  /** By the chosen measure, alone. */
  readonly own: Bytes;
  readonly samples: number;
}

interface Growing extends FlameRow {
  readonly children: Growing[];
  retained: Bytes;
  own: Bytes;
  samples: number;
}

/** One function over all stacks. */
export interface FunctionRow {
  readonly key: string;
  readonly name: string;
  readonly place: string;
  readonly kind: CodeOwner;
  /** Alive, allocated by it. */
  readonly own: Bytes;
  /** Alive, allocated by it and all that it calls. */
  readonly total: Bytes;
  /** Of `total`, allocated since the first profile. */
  readonly growth: Bytes;
  /** Of `own`. */
  readonly samples: number;
}

/** The sampled allocations of the page, as trees and as functions. */
export class Flames {
  readonly #table: StacksTable;
  readonly #keys: readonly string[];

  constructor(table: StacksTable) {
    this.#table = table;
    this.#keys = Array.from(table.columns.parent, (_, row) => this.#keyOf(row));
  }

  /** All calls, the top first. */
  rows(measure: Measure): readonly FlameRow[] {
    const { parent } = this.#table.columns;
    const rows: Growing[] = [];
    for (let row = 0; row < parent.length; row++) {
      const made = this.#rowOf(row, String(row), rows[parent[row]], this.#bytes(row, measure));
      rows[parent[row]]?.children.push(made);
      rows.push(made);
    }
    addUp(rows);
    return rows;
  }

  /** Every function with what it has allocated, the largest first. */
  functions(): FunctionRow[] {
    const functions = new Map<
      string,
      FunctionRow & { own: Bytes; total: Bytes; growth: Bytes; samples: number }
    >();
    const { parent, samples } = this.#table.columns;
    for (let row = 0; row < parent.length; row++) {
      const live = this.#bytes(row, 'live');
      if (live === 0) continue;
      const growth = this.#bytes(row, 'growth');
      const seen = new Set<string>();
      for (let at = row; at > 0; at = parent[at]) {
        const key = this.#keys[at];
        // A function that calls itself counts once.
        if (key === '' || seen.has(key)) continue;
        seen.add(key);
        const one = functions.get(key) ?? {
          ...this.#words(at),
          key,
          own: 0,
          total: 0,
          growth: 0,
          samples: 0,
        };
        functions.set(key, one);
        one.total += live;
        one.growth += growth;
        if (at !== row) continue;
        one.own += live;
        one.samples += samples[row];
      }
    }
    return [...functions.values()].sort((a, b) => b.total - a.total);
  }

  /** What a function calls, over all its calls, or who calls it: both as trees that begin with the function. */
  sandwich(
    functionKey: string,
    measure: Measure,
  ): { readonly callees: readonly FlameRow[]; readonly callers: readonly FlameRow[] } {
    const { parent } = this.#table.columns;
    const callees: Growing[] = [];
    const callers: Growing[] = [];
    for (let row = 0; row < parent.length; row++) {
      const bytes = this.#bytes(row, measure);
      if (bytes === 0) continue;
      const line = this.#lineOf(row);
      const first = line.findIndex((at) => this.#keys[at] === functionKey);
      if (first === -1) continue;
      this.#addLine(callees, line.slice(first), row, bytes);
      this.#addLine(callers, line.slice(0, first + 1).toReversed(), row, bytes);
    }
    addUp(callees);
    addUp(callers);
    return { callees, callers };
  }

  /** Each stack with something alive: places of its frames in `frames`, the outermost first. */
  stacks(): {
    readonly frames: readonly { name: string; file?: string; line?: number; col?: number }[];
    readonly stacks: readonly { frames: number[]; bytes: Bytes; fresh: Bytes }[];
  } {
    const { strings, columns } = this.#table;
    const places = new Map<string, number>();
    const frames: { name: string; file?: string; line?: number; col?: number }[] = [];
    const placeOf = (row: number): number => {
      const key = this.#keys[row] || 'rest';
      const known = places.get(key);
      if (known !== undefined) return known;
      places.set(key, frames.length);
      const file = strings[columns.file[row]];
      const where = file === '' ? {} : { file, line: columns.line[row], col: columns.column[row] };
      return frames.push({ name: this.#words(row).name, ...where }) - 1;
    };
    const stacks = Array.from(columns.parent, (_, row) => row).flatMap((row) => {
      const bytes = this.#bytes(row, 'live');
      if (bytes === 0) return [];
      return [{ frames: this.#lineOf(row).map(placeOf), bytes, fresh: this.#bytes(row, 'growth') }];
    });
    return { frames, stacks };
  }

  #addLine(rows: Growing[], line: readonly number[], row: number, bytes: Bytes): void {
    let above: Growing | undefined;
    for (const at of line) {
      const key = this.#keys[at];
      const known: Growing | undefined =
        above === undefined ? rows[0] : above.children.find((child) => child.functionKey === key);
      if (known === undefined) {
        const made = this.#rowOf(at, `${rows.length}`, above, 0);
        above?.children.push(made);
        rows.push(made);
        above = made;
      } else above = known;
    }
    if (above === undefined) return;
    above.own += bytes;
    above.samples += this.#table.columns.samples[row];
  }

  /** From the outermost call to this one; the top is left out. */
  #lineOf(row: number): number[] {
    const { parent } = this.#table.columns;
    const line: number[] = [];
    for (let at = row; at > 0; at = parent[at]) line.unshift(at);
    return line;
  }

  #rowOf(row: number, key: string, parent: Growing | undefined, own: Bytes): Growing {
    const { samples } = this.#table.columns;
    return {
      ...this.#words(row),
      key,
      parent,
      children: [],
      functionKey: this.#keys[row],
      retained: 0,
      own,
      samples: own > 0 ? samples[row] : 0,
    };
  }

  #words(row: number): { readonly name: string; readonly place: string; readonly kind: CodeOwner } {
    const { strings, columns } = this.#table;
    if (row === 0) return { name: 'all allocations', place: '', kind: 'runtime' };
    if (columns.rest[row] === 1) return { name: 'smaller calls', place: '', kind: 'rest' };
    const file = strings[columns.file[row]];
    const isRuntime = file === '' || file.startsWith('node:');
    return {
      name: strings[columns.function[row]],
      place: file === '' ? '' : `${file}:${columns.line[row]}`,
      kind: columns.dependency[row] === 1 ? 'dependency' : isRuntime ? 'runtime' : 'own',
    };
  }

  #keyOf(row: number): string {
    const { strings, columns } = this.#table;
    if (row === 0 || columns.rest[row] === 1) return '';
    const { name } = this.#words(row);
    return `${name}@${strings[columns.file[row]]}:${columns.line[row]}:${columns.column[row]}`;
  }

  #bytes(row: number, measure: Measure): Bytes {
    const { parent, born } = this.#table.columns;
    const births = born.length / parent.length;
    let sum = 0;
    for (let birth = measure === 'growth' ? 1 : 0; birth < births; birth++) sum += born[row * births + birth];
    return sum;
  }
}

/** Callers stand before their callees. */
function addUp(rows: readonly Growing[]): void {
  for (const row of rows) row.retained = row.own;
  for (let at = rows.length - 1; at > 0; at--) {
    const caller = rows[at].parent as Growing | undefined;
    if (caller !== undefined) caller.retained += rows[at].retained;
  }
  for (const { children } of rows)
    children.sort((a, b) => Number(a.kind === 'rest') - Number(b.kind === 'rest') || b.retained - a.retained);
}
