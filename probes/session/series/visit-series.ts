import type { Millis } from '../../../format/units.ts';
import type { VisitSource } from '../../connection.ts';
import { ProbeError } from '../../probe-error.ts';
import type { RecordingFolder } from '../files/recording-folder.ts';
import type { VisitPlan } from '../plan/plan.ts';
import { LateGrowth } from './late-growth.ts';

/** The recording's visits. Whatever fails here ends them and never the recording. */
export class VisitSeries {
  readonly #source: VisitSource;
  readonly #folder: RecordingFolder;
  readonly #operations: string | undefined;
  readonly #late = new LateGrowth();
  #over = false;
  #taken = 0;
  #paused: Millis = 0;
  #failure: string | undefined;

  constructor(source: VisitSource, folder: RecordingFolder, operations?: string) {
    this.#source = source;
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

  /** How many there were, and for how long the program stood at all of them. */
  get taken(): { readonly visits: number; readonly pause: Millis } {
    return { visits: this.#taken, pause: this.#paused };
  }

  /** Why there are fewer than were planned, in words. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Finds the functions to visit. */
  async begin({ sampling }: VisitPlan): Promise<void> {
    await this.#orEnd(async () => {
      if ((await this.#source.sample(sampling)) > 0) return;
      await this.#folder.addNotes(['no function of the program kept what it allocated: none was visited']);
    });
  }

  async take(): Promise<void> {
    if (this.#over) return;
    await this.#orEnd(async () => {
      const visit = await this.#source.visit(this.#operations);
      await this.#folder.appendVisit(visit);
      this.#late.add(visit);
      this.#taken += 1;
      this.#paused += visit.stops.reduce((sum, { held }) => sum + held, 0);
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
