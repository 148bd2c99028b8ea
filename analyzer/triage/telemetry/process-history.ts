import type { EpochMillis, Millis } from '../../../format/units.ts';
import type { LifeEnd } from '../life-end.ts';
import type { Observation } from './observation.ts';
import { withUnplaced } from './one-death.ts';
import { withoutStrayTimes } from './plausible.ts';
import { ProcessTrack, type Reading } from './process-track.ts';

/** If nothing tells a time, one step stands for an hour: a rate per hour is one per sample then. */
const stepWithoutTime: Millis = 3_600_000;

/** Where the times of a history are from. */
type ClockKind = 'stamped' | 'aged' | 'counted';

interface Line {
  readonly track: ProcessTrack;
  readonly ends: LifeEnd[];
}

/** What telemetry tells of one process. */
export interface ProcessReadings {
  /** In order of time. */
  readonly readings: readonly Reading[];
  readonly ends: readonly LifeEnd[];
  /** No line carried a time: rates are per sample. */
  readonly timeless: boolean;
  /** Lines without the kind of time that most lines have. */
  readonly unplaced: number;
  /** Times that are far from all others. */
  readonly stray: readonly EpochMillis[];
  readonly track: ProcessTrack;
}

/**
 * Puts the observations of one process on a time line: their own times; else the age of the process, which goes on from
 * where it was when a restart sets it back; else one step an observation. A log may have lines of each kind; the kind
 * of most lines counts.
 */
export class ProcessHistory {
  readonly #lines: Readonly<Record<ClockKind, Line>> = {
    stamped: { track: new ProcessTrack(), ends: [] },
    aged: { track: new ProcessTrack(), ends: [] },
    counted: { track: new ProcessTrack(), ends: [] },
  };
  readonly #every: Millis | undefined;
  #age: { startedAt: EpochMillis; last: Millis; ended: boolean } = { startedAt: 0, last: 0, ended: false };
  #step = 0;
  /** The program or unit whose process it is, if its lines tell. */
  service: string | undefined;

  /** @param every the time between two lines, for telemetry that does not carry its time */
  constructor(every?: Millis) {
    this.#every = every;
  }

  add(observation: Observation): void {
    const { at, uptime } = observation;
    if (at !== undefined)
      this.#put('stamped', observation, at, uptime === undefined ? undefined : at - uptime);
    else if (uptime !== undefined) {
      this.#goOn(uptime, observation.end !== undefined);
      this.#put('aged', observation, this.#age.startedAt + uptime, this.#age.startedAt);
    } else {
      const isSample = Object.keys(observation.memory).length > 0;
      this.#put('counted', observation, this.#step * (this.#every ?? stepWithoutTime), undefined);
      if (isSample) this.#step++;
    }
  }

  result(): ProcessReadings {
    const kinds = Object.keys(this.#lines) as ClockKind[];
    const kind = kinds.reduce((most, each) => (this.#weight(each) > this.#weight(most) ? each : most));
    const { track, ends } = this.#lines[kind];
    const others = kinds.filter((each) => each !== kind);
    const unplacedEnds = others.flatMap((each) => this.#lines[each].ends).map(({ at: _, ...end }) => end);
    return {
      ...withoutStrayTimes(track.readings()),
      ends: withUnplaced(ends, unplacedEnds),
      timeless: kind === 'counted' && this.#every === undefined,
      unplaced: others.reduce((sum, each) => sum + this.#lines[each].track.total, 0),
      track,
    };
  }

  /** Ends alone weigh less than any sample. */
  #weight(kind: ClockKind): number {
    const { track, ends } = this.#lines[kind];
    return track.total + (ends.length > 0 ? 0.5 : 0);
  }

  #put(kind: ClockKind, observation: Observation, at: EpochMillis, startedAt: EpochMillis | undefined): void {
    const { track, ends } = this.#lines[kind];
    const { memory, end, uptime } = observation;
    if (Object.keys(memory).length > 0)
      track.add({ sample: { at, ...memory }, ...(startedAt === undefined ? {} : { startedAt }) });
    if (end !== undefined) ends.push({ ...end, at, ...(uptime === undefined ? {} : { age: uptime }) });
  }

  #goOn(uptime: Millis, ends: boolean): void {
    const { startedAt, last, ended } = this.#age;
    // Lines that are a little out of order go back too, but hardly by half of a life.
    const restarted = ended || uptime < last / 2;
    this.#age = restarted
      ? { startedAt: startedAt + last + 1, last: uptime, ended: ends }
      : { startedAt, last: Math.max(uptime, last), ended: ends };
  }
}
