import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../../format/units.ts';
import type { Location } from '../jsc-protocol.ts';
import type { JscSession } from '../jsc-session.ts';
import { insertionSites } from './insertion-sites.ts';
import {
  longestSearch,
  mostSource,
  mostStopsAtSites,
  sitePatience,
  sitesAtOnce,
  slice,
  sliceEvery,
} from './limits.ts';
import type { ProgramScripts } from './program-scripts.ts';
import { pausedStack, type SeenFunction, SeenFunctions, sampledStack } from './seen-functions.ts';
import { StackSampler } from './stack-sampler.ts';
import type { Stops } from './stops.ts';

/** An insertion says where something is kept; what runs at some moment only says what takes time. */
const weightOfInsertion = 10;

/**
 * Finds functions of the program from which what grows may be reached. JavaScriptCore samples no allocations: what runs
 * is sampled instead, and the program is stopped once at places where its source inserts something.
 */
export class FunctionSearch {
  readonly #stops: Stops;
  readonly #scripts: ProgramScripts;
  readonly #sampler: StackSampler;
  #sites: Location[] = [];
  /** How many of them it has not waited for yet. */
  #untried = 0;
  /** How many were met in the last round. */
  #met = 0;

  constructor(session: JscSession, stops: Stops, scripts: ProgramScripts) {
    this.#stops = stops;
    this.#scripts = scripts;
    this.#sampler = new StackSampler(session);
  }

  /** @returns the functions, those that have to do with most first */
  async during(span: Millis): Promise<readonly SeenFunction[]> {
    const seen = new SeenFunctions();
    await this.#findSites();
    const begun = Date.now();
    const end = begun + span;
    // On a busy machine each round takes longer and meets less: the last sites have their turn as well.
    const latest = begun + longestSearch * span;
    const hasMore = () => this.#untried > 0 || this.#met > 0;
    for (let slices = begun; Date.now() < end || (hasMore() && Date.now() < latest); ) {
      if (Date.now() >= slices) {
        for (const stack of await this.#sampler.sample(slice)) seen.add(sampledStack(stack, this.#fileOf));
        slices = Date.now() + sliceEvery;
      }
      await this.#stopAtSites(seen);
      if (this.#sites.length < sitesAtOnce) await sleep(Math.max(0, Math.min(slices, end) - Date.now()));
    }
    return seen.likeliest;
  }

  async #findSites(): Promise<void> {
    let read = 0;
    for (const scriptId of this.#scripts.ids) {
      const source = await this.#scripts.read(scriptId);
      for (const { line: lineNumber, column: columnNumber } of insertionSites(source))
        this.#sites.push({ scriptId, lineNumber, columnNumber });
      read += source.length;
      if (read > mostSource) break;
    }
    this.#untried = this.#sites.length;
  }

  /** Some of the sites, once each: those that are not met in time come again after all others. */
  async #stopAtSites(seen: SeenFunctions): Promise<void> {
    const some = this.#sites.splice(0, sitesAtOnce);
    this.#untried -= some.length;
    const wanted = some.map((what) => ({ what, places: [what] }));
    const limits = { most: mostStopsAtSites, within: sitePatience };
    const met = await this.#stops.at(wanted, limits, async (paused) => {
      seen.add(pausedStack(paused, this.#fileOf), weightOfInsertion);
    });
    this.#met = met.length;
    const done = new Set(met.map(({ what }) => what));
    this.#sites.push(...some.filter((site) => !done.has(site)));
  }

  readonly #fileOf = (scriptId: string) => this.#scripts.fileOf(scriptId);
}
