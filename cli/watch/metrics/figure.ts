/** By UCUM, as OpenTelemetry writes units: bytes, seconds, a share or rate without unit, things in braces. */
export type MetricUnit = 'By' | 's' | '1' | 'By/h' | `{${string}}`;

export type Attributes = Readonly<Record<string, string>>;

/** One value, and what tells it from others of the same name. */
export interface Point {
  readonly value: number;
  readonly attributes?: Attributes;
}

/** One thing that is measured: its name, and what readers of metrics are told of it. */
export interface MetricFigure {
  /** As OpenTelemetry writes names: `process.memory.usage`. */
  readonly name: string;
  readonly unit: MetricUnit;
  /** `counter`: it only rises in the life of a process. `sum`: that of several processes may be added up. */
  readonly kind: 'gauge' | 'sum' | 'counter';
  readonly help: string;
}

export interface Reading {
  readonly figure: MetricFigure;
  readonly points: readonly Point[];
}

const suffixes: Readonly<Record<string, string>> = {
  By: '_bytes',
  s: '_seconds',
  'By/h': '_bytes_per_hour',
  '1': '_ratio',
};

/** The name in Prometheus, by OpenTelemetry's rules: words by underscores, the unit behind them, `_total` for counters. */
export function prometheusName({ name, unit, kind }: MetricFigure): string {
  return `${name.replaceAll('.', '_')}${suffixes[unit] ?? ''}${kind === 'counter' ? '_total' : ''}`;
}
