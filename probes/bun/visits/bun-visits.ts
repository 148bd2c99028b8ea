import * as v from 'valibot';
import type { Millis } from '../../../format/units.ts';
import { type Visit, visitedPlaces } from '../../../format/visit.ts';
import type { VisitSource } from '../../connection.ts';
import { patience } from '../../node/visits/limits.ts';
import { answerTimeout } from '../../transport/answer-timeout.ts';
import type { Location } from '../jsc-protocol.ts';
import type { JscSession } from '../jsc-session.ts';
import { countOperations } from '../operations.ts';
import { rootsOfFrames } from './frame-roots.ts';
import { FunctionSearch } from './function-search.ts';
import { mostStops, patienceWithOthers } from './limits.ts';
import { openForWalker } from './private-fields.ts';
import { ProgramScripts } from './program-scripts.ts';
import { RemoteWalker } from './remote-walker.ts';
import type { SeenFunction } from './seen-functions.ts';
import { type Stopped, Stops } from './stops.ts';
import { Turns } from './turns.ts';

const enableTimeout: Millis = 30_000;

/** Visits of one Bun process: what runs, then at each visit a pause at each of some functions, and the sizes that were met. */
export class BunVisits implements VisitSource {
  readonly #session: JscSession;
  readonly #scripts: ProgramScripts;
  readonly #stops: Stops;
  #isEnabled = false;
  #walker: RemoteWalker | undefined;
  #turns = new Turns<SeenFunction>([]);

  constructor(session: JscSession) {
    this.#session = session;
    this.#scripts = new ProgramScripts(session);
    this.#stops = new Stops(session);
  }

  async sample(span: Millis): Promise<number> {
    await this.#enable();
    const search = new FunctionSearch(this.#session, this.#stops, this.#scripts);
    const functions = await search.during(span);
    this.#turns = new Turns(functions);
    return functions.length;
  }

  async visit(operations?: string): Promise<Visit> {
    await this.#enable();
    this.#walker ??= await RemoteWalker.install(this.#session);
    const walker = this.#walker;
    const begun = Date.now();
    await walker.begin();
    const stops = await this.#visitFunctions(walker);
    await openForWalker(this.#session, walker);
    const at = Date.now();
    const counting = operations === undefined ? undefined : countOperations(this.#session, operations);
    const places = v.parse(visitedPlaces, await walker.measure());
    const counted = await counting;
    return {
      at,
      duration: Date.now() - begun,
      stops,
      places,
      ...(counted !== undefined && 'count' in counted ? { operations: counted.count } : {}),
    };
  }

  async leave(): Promise<void> {
    const walker = this.#walker;
    this.#walker = undefined;
    if (!this.#isEnabled || this.#session.closed.aborted) return;
    this.#isEnabled = false;
    await Promise.all([
      this.#session.send('Debugger.disable', undefined, answerTimeout).catch(() => {}),
      walker?.release(),
    ]);
  }

  async #enable(): Promise<void> {
    if (this.#isEnabled) return;
    await this.#session.send('Debugger.enable', undefined, enableTimeout);
    await this.#session.send('Debugger.setBreakpointsActive', { active: false }, enableTimeout);
    this.#isEnabled = true;
  }

  /** Those that were visited least have their time alone: what runs often would be visited again and again. */
  async #visitFunctions(walker: RemoteWalker): Promise<Visit['stops']> {
    const { first, others } = this.#turns.next();
    const stopped = [...(await this.#stopIn(first, mostStops, patience, walker))];
    const left = mostStops - stopped.length;
    if (left > 0) stopped.push(...(await this.#stopIn(others, left, patienceWithOthers, walker)));
    return stopped.map(({ what: { name, url, line }, held }) => ({
      function: name,
      file: url,
      line: line + 1,
      held,
    }));
  }

  async #stopIn(
    functions: readonly SeenFunction[],
    most: number,
    within: Millis,
    walker: RemoteWalker,
  ): Promise<readonly Stopped<SeenFunction>[]> {
    const wanted = functions.map((what) => ({
      what,
      places: this.#placesIn(what),
      skipped: this.#turns.skippedCalls(what),
    }));
    const stopped = await this.#stops.at(wanted, { most, within }, async ({ callFrames }) => {
      const roots = rootsOfFrames(callFrames, (id) => this.#scripts.fileOf(id));
      await walker.walk(roots, (module) => this.#scripts.namesIn(module));
    });
    this.#turns.tried(functions, new Set(stopped.map(({ what }) => what)));
    return stopped;
  }

  /** Where it begins; if it was not called in time before, also where it was seen: it may wait in the middle. */
  #placesIn(seen: SeenFunction): readonly Location[] {
    const places = this.#turns.isMissed(seen) ? [seen, ...seen.places] : [seen];
    return places.map(({ line, column }) => ({
      scriptId: seen.scriptId,
      lineNumber: line,
      columnNumber: column,
    }));
  }
}
