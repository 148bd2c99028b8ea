export type ParameterUnit =
  | 'share'
  | 'factor'
  | 'B'
  | 'ms'
  | 'moments'
  | 'intervals'
  | 'points'
  | 'windows'
  | 'collections'
  | 'pulses'
  | 'rounds'
  | 'samples'
  | 'objects'
  | 'entries'
  | 'children'
  | 'threads'
  | 'handles'
  | 'arenas'
  | 'lines'
  | 'steps'
  | 'characters'
  | 'standard deviations'
  /** What a signal adds to a confidence, from 0 to 1. */
  | 'weight'
  /** A confidence itself, from 0 to 1. */
  | 'confidence'
  /** Of a step on a path. */
  | 'cost';

/** One number that decides something. */
export interface Parameter {
  readonly value: number;
  readonly unit: ParameterUnit;
  /** What it decides, and why it is this much. */
  readonly why: string;
  /** The entry of `docs/decisions.md` that has the numbers behind it. */
  readonly decision?: `D-${string}`;
  /** The file of the test that stands just above it and just below it, and the start of its name. */
  readonly test: readonly [file: string, name: string];
}

export type ParameterTable = Readonly<Record<string, Parameter>>;

/** The numbers alone, for the code that decides by them. */
export function valuesOf<Table extends ParameterTable>(
  table: Table,
): { readonly [Name in keyof Table]: number } {
  return Object.fromEntries(Object.entries(table).map(([name, { value }]) => [name, value])) as {
    [Name in keyof Table]: number;
  };
}
