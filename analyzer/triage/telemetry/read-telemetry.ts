import { counted } from '../../../format/quantities.ts';
import type { Millis } from '../../../format/units.ts';
import { UserError } from '../../../format/user-error.ts';
import type { MappedColumn } from './column-map.ts';
import { Columns } from './columns.ts';
import { telemetryFormats } from './formats.ts';
import { linesOf } from './lines.ts';
import { ProcessTrack, type Reading } from './process-track.ts';
import { TelemetryClock } from './telemetry-clock.ts';
import type { LineReader } from './telemetry-format.ts';

/** A file or a stream, decoded. */
export interface TelemetrySource {
  readonly name: string;
  readonly chunks: AsyncIterable<string>;
}

export interface TelemetryOptions {
  readonly columns?: readonly MappedColumn[];
  /** Time between two lines of a process, for telemetry that does not carry its time. */
  readonly every?: Millis;
  /** Only this process; for containers their name. */
  readonly pid?: string;
}

export interface ObservedProcess {
  /** Absent where the telemetry does not name processes. */
  readonly pid?: string;
  /** In order of time. */
  readonly readings: readonly Reading[];
}

export interface Telemetry {
  readonly processes: readonly ObservedProcess[];
  /** What was assumed, torn or left out, in words for the reader. */
  readonly limits: readonly string[];
}

/** A header is among the first lines of a file, or there is none. */
const headLines = 60;

/**
 * Reads memory telemetry that somebody else wrote. Files of one call belong together, as rotated logs do; of what
 * size they are does not matter.
 * @throws UserError `not-telemetry`, `unknown-unit`, `no-time`, `no-such-column` or `no-such-pid` where nothing can
 *   be judged, each with what would help
 */
export async function readTelemetry(
  sources: readonly TelemetrySource[],
  options: TelemetryOptions = {},
): Promise<Telemetry> {
  const tracks = new Map<string, ProcessTrack>();
  const limits: string[] = [];
  const faults: UserError[] = [];
  for (const source of sources) {
    const file = new TelemetryFile(source.name, options, tracks);
    for await (const line of linesOf(source.chunks)) file.take(line);
    file.end();
    limits.push(...file.limits());
    faults.push(...file.fault());
  }
  if (tracks.size === 0) throw faults[0];
  const processes = chosen(tracks, options.pid);
  return {
    processes,
    limits: [...limits, ...faults.map(({ message }) => message), ...tracksInWords([...tracks.values()])],
  };
}

class TelemetryFile {
  readonly #name: string;
  readonly #columns: Columns;
  readonly #clock: TelemetryClock;
  readonly #tracks: Map<string, ProcessTrack>;
  readonly #head: string[] = [];
  #reader: LineReader | undefined;
  #lines = 0;
  #torn = 0;
  #lastTorn = 0;
  #used = 0;
  #timeless = 0;

  constructor(name: string, options: TelemetryOptions, tracks: Map<string, ProcessTrack>) {
    this.#name = name;
    this.#columns = new Columns(options.columns);
    this.#clock = new TelemetryClock(options.every);
    this.#tracks = tracks;
  }

  take(line: string): void {
    if (this.#reader !== undefined) {
      this.#read(line);
      return;
    }
    this.#head.push(this.#head.length === 0 ? line.replace(/^\ufeff/, '') : line);
    if (this.#head.length >= headLines) this.#open();
  }

  end(): void {
    if (this.#reader === undefined) this.#open();
  }

  limits(): readonly string[] {
    return [
      ...(this.#torn === 0 ? [] : [this.#tornInWords()]),
      ...(this.#used > 0 && this.#timeless > 0
        ? [`${this.#name}: ${counted(this.#timeless, 'line')} without a time, not used`]
        : []),
      ...(this.#used === 0 ? [] : this.#columns.notes().map((note) => `${this.#name}: ${note}`)),
    ];
  }

  /** Why nothing of this file was used. */
  fault(): readonly UserError[] {
    if (this.#used > 0) return [];
    const [missing] = this.#columns.bindings.missing;
    if (missing !== undefined) {
      return [
        new UserError(
          'no-such-column',
          `${this.#name} has no column ${missing.column}`,
          'name it as the header or the dotted path in the JSON does, or by its number where there is no header',
        ),
      ];
    }
    const { uncertainSize, uncertainTime } = this.#columns;
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
    if (this.#timeless > 0) {
      return [
        new UserError(
          'no-time',
          uncertainTime === undefined
            ? `${this.#name} tells memory, but not when it was measured`
            : `${this.#name}: ${uncertainTime.column} is no time that can be read (${uncertainTime.cell})`,
          uncertainTime === undefined
            ? 'name the column with --columns time=COLUMN, or say how far apart the lines are: --every 5s'
            : `say what it counts: --columns time=${uncertainTime.column}:s`,
        ),
      ];
    }
    return [
      new UserError(
        'not-telemetry',
        this.#lines === 0
          ? `${this.#name} is empty`
          : `${this.#name} holds no memory telemetry: no line tells rss or heapUsed`,
        `it may be ${telemetryFormats.map(({ name }) => name).join('; ')}; columns of other names are mapped: --columns rss=COLUMN:kb,time=COLUMN`,
      ),
    ];
  }

  #open(): void {
    for (const format of telemetryFormats) {
      this.#reader = format.open(this.#head, this.#columns);
      if (this.#reader !== undefined) break;
    }
    for (const line of this.#head) this.#read(line);
    this.#head.length = 0;
  }

  #read(line: string): void {
    this.#lines++;
    const observations = this.#reader?.read(line) ?? [];
    if (observations === 'torn') {
      this.#torn++;
      this.#lastTorn = this.#lines;
      return;
    }
    for (const observation of observations) {
      const reading = this.#clock.place(observation);
      if (reading === undefined) {
        this.#timeless++;
        continue;
      }
      this.#used++;
      const pid = observation.pid ?? '';
      const track = this.#tracks.get(pid) ?? new ProcessTrack();
      this.#tracks.set(pid, track);
      track.add(reading);
    }
  }

  #tornInWords(): string {
    if (this.#torn === 1 && this.#lastTorn === this.#lines) return `${this.#name}: its last line is cut off`;
    return `${this.#name}: ${counted(this.#torn, 'torn line')} not used, the last is line ${this.#lastTorn}`;
  }
}

function chosen(
  tracks: ReadonlyMap<string, ProcessTrack>,
  wanted: string | undefined,
): readonly ObservedProcess[] {
  if (wanted !== undefined && !tracks.has(wanted)) {
    const known = [...tracks.keys()].filter((pid) => pid !== '');
    throw new UserError(
      'no-such-pid',
      `there is no process ${wanted} in this telemetry`,
      known.length === 0
        ? 'its lines do not name processes: leave --pid out'
        : `name one of ${known.slice(0, 10).join(', ')}${known.length > 10 ? ', …' : ''}`,
    );
  }
  return [...tracks]
    .filter(([pid]) => wanted === undefined || pid === wanted)
    .map(([pid, track]) => ({ readings: track.readings(), ...(pid === '' ? {} : { pid }) }));
}

function tracksInWords(tracks: readonly ProcessTrack[]): string[] {
  const sum = (read: (track: ProcessTrack) => number) =>
    tracks.reduce((total, track) => total + read(track), 0);
  const duplicates = sum((track) => track.duplicates);
  const outOfOrder = sum((track) => track.outOfOrder);
  const thinned = tracks.filter((track) => track.thinned);
  const total = thinned.reduce((all, track) => all + track.total, 0);
  return [
    ...(duplicates === 0 ? [] : [`${counted(duplicates, 'line')} there twice, used once`]),
    ...(outOfOrder === 0 ? [] : [`${counted(outOfOrder, 'line')} out of order, sorted by time`]),
    ...(thinned.length === 0
      ? []
      : [`${counted(total, 'sample')} thinned: of each four the lowest and the highest`]),
  ];
}
