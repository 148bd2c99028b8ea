import type { EpochMillis, Millis } from '../../../format/units.ts';
import type { Observation } from './observation.ts';
import type { Reading } from './process-track.ts';

export type ClockKind = 'stamped' | 'age' | 'counted';

/**
 * Puts the observations of one file on a time line: their own times; else the age of the process, which goes on from
 * where it was when a restart sets it back; else one step an observation.
 */
export class TelemetryClock {
  #kind: ClockKind | undefined;
  readonly #every: Millis | undefined;
  readonly #ages = new Map<string, Age>();
  readonly #steps = new Map<string, number>();

  constructor(every?: Millis) {
    this.#every = every;
  }

  get kind(): ClockKind | undefined {
    return this.#kind;
  }

  /** The reading, or undefined where nothing says when it was taken. */
  place(observation: Observation): Reading | undefined {
    this.#kind ??= this.#kindOf(observation);
    switch (this.#kind) {
      case 'stamped':
        return stamped(observation);
      case 'age':
        return this.#byAge(observation);
      case 'counted':
        return this.#counted(observation);
      default:
        return undefined;
    }
  }

  #kindOf({ at, uptime }: Observation): ClockKind | undefined {
    if (at !== undefined) return 'stamped';
    if (uptime !== undefined) return 'age';
    return this.#every === undefined ? undefined : 'counted';
  }

  #byAge({ pid = '', uptime, memory }: Observation): Reading | undefined {
    if (uptime === undefined) return undefined;
    const age = this.#ages.get(pid) ?? { startedAt: 0, last: 0 };
    // Lines that are a little out of order go back too, but hardly by half of a life.
    const restarted = uptime < age.last / 2;
    const startedAt = restarted ? age.startedAt + age.last + 1 : age.startedAt;
    this.#ages.set(pid, { startedAt, last: restarted ? uptime : Math.max(uptime, age.last) });
    return { sample: { at: startedAt + uptime, ...memory }, startedAt };
  }

  #counted({ pid = '', memory }: Observation): Reading {
    const step = this.#steps.get(pid) ?? 0;
    this.#steps.set(pid, step + 1);
    return { sample: { at: step * this.#every!, ...memory } };
  }
}

interface Age {
  readonly startedAt: EpochMillis;
  readonly last: Millis;
}

function stamped({ at, uptime, memory }: Observation): Reading | undefined {
  if (at === undefined) return undefined;
  return { sample: { at, ...memory }, ...(uptime === undefined ? {} : { startedAt: at - uptime }) };
}
