import type { EpochMillis } from '../../../format/units.ts';
import type { Moments } from './moments.ts';
import type { Observation } from './observation.ts';
import type { LineReader } from './telemetry-format.ts';

/** The lines of one program within a file, each offered to the formats in their order. */
export class LogStream {
  readonly #readers: readonly LineReader[];
  readonly #moments: Moments;
  #date: EpochMillis | undefined;

  constructor(readers: readonly LineReader[], moments: Moments) {
    this.#readers = readers;
    this.#moments = moments;
  }

  /** @param at what the line's logger stamped it with */
  read(line: string, at: EpochMillis | undefined): readonly Observation[] | 'torn' {
    for (const reader of this.#readers) {
      const said = reader.read(line, { at: at ?? this.#date });
      if (said !== undefined) return said;
    }
    // `date; ps …`: the time of what follows.
    this.#date = (line.trim() === '' ? at : this.#moments.findAlone(line)) ?? this.#date;
    return [];
  }

  end(): readonly Observation[] {
    return this.#readers.flatMap((reader) => reader.end?.() ?? []);
  }
}
