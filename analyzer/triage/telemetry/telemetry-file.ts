import { bytes, count, counted } from '../../../format/quantities.ts';
import type { Millis } from '../../../format/units.ts';
import { UserError } from '../../../format/user-error.ts';
import type { MappedColumn } from './column-map.ts';
import { isSizeField } from './column-names.ts';
import { Columns, type Uncertain } from './columns.ts';
import { unwrap } from './envelopes.ts';
import { telemetryFormats } from './formats.ts';
import { LogStream } from './log-stream.ts';
import { Moments } from './moments.ts';
import type { Observation } from './observation.ts';
import { plainLine } from './plain-line.ts';
import { type Implausible, plausible } from './plausible.ts';
import { ProcessHistory } from './process-history.ts';
import type { LineReader, TelemetryFormat } from './telemetry-format.ts';

/** A header is among the first lines of a file, or there is none. */
const headLines = 60;
/** Supervisors prefix lines with a name for each program; a log with more of them has something else in front. */
const mostStreams = 1_000;

export interface FileOptions {
  readonly columns?: readonly MappedColumn[];
  readonly every?: Millis;
}

/** One file of telemetry: finds out how it is written, and hands what its lines say to the processes. */
export class TelemetryFile {
  readonly #name: string;
  /** Each format has names of its own for its columns; times go on through all of them. */
  readonly #columns = new Map<TelemetryFormat, Columns>();
  readonly #mapped: readonly MappedColumn[];
  readonly #moments = new Moments();
  readonly #every: Millis | undefined;
  readonly #processes: Map<string, ProcessHistory>;
  readonly #streams = new Map<string, LogStream>();
  #head: string[] | undefined = [];
  /** Takes all lines as they are. */
  #whole: LineReader | undefined;
  #openStream: () => LogStream = () => new LogStream([], this.#moments);
  #lines = 0;
  #torn = 0;
  #lastTorn = 0;
  #used = 0;
  #timeless = 0;
  #implausible = 0;
  #firstImplausible: (Implausible & { readonly line: number }) | undefined;

  constructor(name: string, { columns = [], every }: FileOptions, processes: Map<string, ProcessHistory>) {
    this.#name = name;
    this.#mapped = columns;
    this.#every = every;
    this.#processes = processes;
  }

  take(line: string): void {
    const plain = plainLine(line);
    if (this.#head === undefined) {
      this.#read(plain);
      return;
    }
    this.#head.push(this.#head.length === 0 ? plain.replace(/^\ufeff/, '') : plain);
    if (this.#head.length >= headLines) this.#open(this.#head);
  }

  end(): void {
    if (this.#head !== undefined) this.#open(this.#head);
    this.#place(this.#whole?.end?.() ?? [], undefined);
    for (const [source, stream] of this.#streams)
      this.#place(stream.end(), source === '' ? undefined : source);
  }

  limits(): readonly string[] {
    return [
      ...(this.#torn === 0 ? [] : [this.#tornInWords()]),
      ...(this.#used > 0 && this.#timeless > 0
        ? [`${this.#name}: ${counted(this.#timeless, 'line')} without a time, not used`]
        : []),
      ...(this.#firstImplausible === undefined ? [] : [this.#implausibleInWords(this.#firstImplausible)]),
      ...(this.#used === 0
        ? []
        : this.#all()
            .flatMap((columns) => columns.notes())
            .map((note) => `${this.#name}: ${note}`)),
    ];
  }

  /** Why nothing of this file was used. */
  fault(): readonly UserError[] {
    if (this.#used > 0) return [];
    const missing = this.#mapped.find((one) =>
      this.#all().every(({ bindings }) => bindings.missing.includes(one)),
    );
    if (missing !== undefined) {
      return [
        new UserError(
          'no-such-column',
          `${this.#name} has no column ${missing.column}`,
          'use its name in the header, its dotted path in the JSON, or its number if there is no header',
        ),
      ];
    }
    const uncertainSize = this.#all().find((columns) => columns.uncertainSize)?.uncertainSize;
    const uncertainTime = this.#uncertainTime();
    if (uncertainSize !== undefined) {
      const { column, field, cell } = uncertainSize;
      return [
        new UserError(
          'unknown-unit',
          `${this.#name}: the unit of ${column} is not certain (${cell})`,
          `name it: --columns ${field}=${column}:kb`,
        ),
      ];
    }
    if (this.#timeless > 0 && uncertainTime !== undefined) {
      return [
        new UserError(
          'no-time',
          `${this.#name}: ${uncertainTime.column} is not a readable time (${uncertainTime.cell})`,
          `set its unit: --columns time=${uncertainTime.column}:s`,
        ),
      ];
    }
    if (this.#firstImplausible !== undefined) {
      return [
        new UserError(
          'not-telemetry',
          this.#implausibleInWords(this.#firstImplausible),
          'name the column and its unit: --columns rss=COLUMN:kb',
        ),
      ];
    }
    return [
      new UserError(
        'not-telemetry',
        this.#lines === 0
          ? `${this.#name} is empty`
          : `${this.#name} has no memory telemetry: no line has rss or heapUsed`,
        `it may be ${telemetryFormats.map(({ name }) => name).join('; ')}. Map columns with other names: --columns rss=COLUMN:kb,time=COLUMN`,
      ),
    ];
  }

  #open(head: readonly string[]): void {
    this.#head = undefined;
    for (const format of telemetryFormats) {
      this.#whole ??= format.wholeFile ? format.open(head, this.#columnsOf(format)) : undefined;
    }
    const moments = this.#moments;
    // Times of the head are read again with its lines: what comes round must not have gone on by then.
    const inside = head.map((line) => unwrap(line, new Moments()).text);
    const found = telemetryFormats.filter(
      (format) => !format.wholeFile && format.open(inside, this.#columnsOf(format)) !== undefined,
    );
    this.#openStream = () =>
      new LogStream(
        found.flatMap((format) => format.open(inside, this.#columnsOf(format)) ?? []),
        moments,
      );
    for (const line of head) this.#read(line);
  }

  #columnsOf(format: TelemetryFormat): Columns {
    const columns = this.#columns.get(format) ?? new Columns(this.#mapped, this.#moments);
    this.#columns.set(format, columns);
    return columns;
  }

  #all(): readonly Columns[] {
    return [...this.#columns.values()];
  }

  #uncertainTime(): Uncertain | undefined {
    return this.#all().find((columns) => columns.uncertainTime)?.uncertainTime;
  }

  #read(line: string): void {
    this.#lines++;
    if (this.#whole !== undefined) {
      this.#take(this.#whole.read(line, {}) ?? [], undefined);
      return;
    }
    const { text, at, source, pid, service } = unwrap(line, this.#moments);
    this.#take(this.#streamOf(source).read(text, at), pid ?? source, service);
  }

  #streamOf(source = ''): LogStream {
    const key = this.#streams.has(source) || this.#streams.size < mostStreams ? source : '';
    const stream = this.#streams.get(key) ?? this.#openStream();
    this.#streams.set(key, stream);
    return stream;
  }

  #take(said: readonly Observation[] | 'torn', source: string | undefined, service?: string): void {
    if (said !== 'torn') {
      this.#place(said, source, service);
      return;
    }
    this.#torn++;
    this.#lastTorn = this.#lines;
  }

  /** @param source whose lines these are, where they do not say it themselves */
  #place(observations: readonly Observation[], source: string | undefined, service?: string): void {
    for (const raw of observations) {
      const observation = plausible(raw, (value) => {
        this.#implausible++;
        this.#firstImplausible ??= { ...value, line: this.#lines };
      });
      const { at, uptime, memory, end } = observation;
      if (Object.keys(memory).length === 0 && end === undefined) continue;
      // Its column was to be the time: a count of lines in its place would be a guess.
      if (at === undefined && uptime === undefined && this.#uncertainTime() !== undefined) {
        this.#timeless++;
        continue;
      }
      this.#used++;
      const pid = observation.pid ?? source ?? '';
      const process = this.#processes.get(pid) ?? new ProcessHistory(this.#every);
      this.#processes.set(pid, process);
      // What systemd or a shell says of others is not about its own process.
      if (observation.pid === undefined || observation.pid === source) process.service ??= service;
      process.add(observation);
    }
  }

  #tornInWords(): string {
    if (this.#torn === 1 && this.#lastTorn === this.#lines) return `${this.#name}: its last line is cut off`;
    return `${this.#name}: ${counted(this.#torn, 'torn line')} not used, the last is line ${this.#lastTorn}`;
  }

  #implausibleInWords({ field, value, line }: Implausible & { readonly line: number }): string {
    const said = isSizeField(field) && Math.abs(value) < 1e21 ? bytes(value) : sizeInWords(value);
    return `${this.#name}: ${counted(this.#implausible, 'impossible value')} not used (${field} of ${said} in line ${count(line)})`;
  }
}

function sizeInWords(value: number): string {
  return Math.abs(value) < 1e15 ? count(value) : value.toExponential(0);
}
