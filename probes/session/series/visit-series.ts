import { isAtLeast } from '../../../format/rungs.ts';
import type { Millis } from '../../../format/units.ts';
import type { Visit, VisitedPlace } from '../../../format/visit.ts';
import type { CensusSource, VisitSource } from '../../connection.ts';
import { ProbeError } from '../../probe-error.ts';
import type { RecordingFolder } from '../files/recording-folder.ts';
import type { VisitPlan } from '../plan/plan.ts';
import { ComingEnds } from './coming-ends.ts';
import { LateGrowth } from './late-growth.ts';

export interface VisitSources {
  readonly visits: VisitSource;
  readonly census?: CensusSource | undefined;
}

/** The recording's visits. Whatever fails here ends them and never the recording. */
export class VisitSeries {
  readonly #source: VisitSource;
  readonly #census: CensusSource | undefined;
  /** Goes on the line of the next visit. */
  #counted: Visit | undefined;
  readonly #folder: RecordingFolder;
  readonly #operations: string | undefined;
  readonly #late = new LateGrowth();
  readonly #ends = new ComingEnds();
  #collected = false;
  #over = false;
  #taken = 0;
  #paused: Millis = 0;
  #failure: string | undefined;

  constructor({ visits, census }: VisitSources, folder: RecordingFolder, operations?: string) {
    this.#source = visits;
    this.#census = census;
    this.#folder = folder;
    this.#operations = operations;
  }

  get isOver(): boolean {
    return this.#over;
  }

  /** Whether something has grown that was met too late to be judged. */
  get isOpen(): boolean {
    return this.#late.isOpen;
  }

  /** Whether something that grows is to reach its end within this time, by what is beside it or by its entries. */
  endsWithin(span: Millis): boolean {
    return this.#ends.isWithin(span);
  }

  /** Whether only a collection of garbage tells what grows. */
  get waitsForCollection(): boolean {
    return this.#ends.waitsForCollection && this.#source.collect !== undefined;
  }

  /** Collects all garbage. */
  async collect(): Promise<void> {
    if (this.#over) return;
    await this.#orEnd(async () => {
      await this.#source.collect?.();
      this.#collected = true;
    });
  }

  /** How many there were, and for how long the program stood at all of them. */
  get taken(): { readonly visits: number; readonly pause: Millis } {
    return { visits: this.#taken, pause: this.#paused };
  }

  /** Why there are fewer than were planned, in words. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Finds the functions to visit. */
  async begin({ sampling, rung }: VisitPlan): Promise<void> {
    await this.#orEnd(async () => {
      try {
        if ((await this.#source.sample(sampling)) > 0) return;
        await this.#folder.addNotes(['no function of the program kept what it allocated: none was visited']);
      } catch (error) {
        const isTaken = error instanceof ProbeError && error.code === 'sampling-taken';
        if (!isTaken || !isAtLeast(rung, 'census')) throw error;
        await this.#folder.addNotes([`no function was visited: ${error.message}`]);
      }
    });
  }

  /** Measures every large container, also at the visits that follow. */
  async takeCensus(): Promise<void> {
    if (this.#over || this.#census === undefined) return;
    await this.#orEnd(async () => {
      this.#counted = await this.#census?.take();
    });
  }

  async take(): Promise<void> {
    if (this.#over) return;
    await this.#orEnd(async () => {
      const visit = withCounted(await this.#source.visit(this.#operations), this.#counted);
      this.#counted = undefined;
      await this.#folder.appendVisit(this.#collected ? { ...visit, collected: true } : visit);
      this.#collected = false;
      this.#late.add(visit);
      this.#ends.add(visit);
      this.#taken += 1;
      this.#paused += visit.stops.reduce((sum, { held }) => sum + held, visit.census?.held ?? 0);
    });
  }

  /** The debugger ends with the visits: the connection may last much longer. */
  async end(): Promise<void> {
    await this.#source.leave();
  }

  async #orEnd(step: () => Promise<void>): Promise<void> {
    try {
      await step();
    } catch (error) {
      this.#over = true;
      // The recording itself tells that its target is gone.
      if (error instanceof ProbeError && error.code === 'connection-closed') return;
      this.#failure = `the visits ended early: ${error instanceof Error ? error.message : String(error)}`;
    }
  }
}

/** A census and the visit after it are one moment. What a place is called was told with the census. */
function withCounted(visit: Visit, counted: Visit | undefined): Visit {
  if (counted?.census === undefined) return visit;
  const told = new Map(counted.places.map((place) => [place.id, place]));
  const named = (place: VisitedPlace): VisitedPlace => {
    const { kind, path } = told.get(place.id) ?? {};
    if (place.path !== undefined || kind === undefined || path === undefined) return place;
    return { ...place, kind, path };
  };
  return { ...visit, places: visit.places.map(named), census: counted.census };
}
