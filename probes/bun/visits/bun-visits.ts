import * as v from 'valibot';
import type { Millis } from '../../../format/units.ts';
import { type Visit, visitedPlaces } from '../../../format/visit.ts';
import type { VisitSource } from '../../connection.ts';
import { chosenFunctions, leastVisited } from '../../node/visits/chosen-functions.ts';
import { patience } from '../../node/visits/limits.ts';
import { answerTimeout } from '../../transport/answer-timeout.ts';
import type { Location } from '../jsc-protocol.ts';
import type { JscSession } from '../jsc-session.ts';
import { countOperations } from '../operations.ts';
import { rootsOfFrames } from './frame-roots.ts';
import { FunctionSearch } from './function-search.ts';
import { OneStop } from './one-stop.ts';
import { openForWalker } from './private-fields.ts';
import { ProgramScripts } from './program-scripts.ts';
import { RemoteWalker } from './remote-walker.ts';
import type { SeenFunction } from './seen-functions.ts';
import { trapAt } from './traps.ts';

const enableTimeout: Millis = 30_000;

/** Visits of one Bun process: what runs, then at each visit a pause at each of some functions, and the sizes that were met. */
export class BunVisits implements VisitSource {
  readonly #session: JscSession;
  readonly #scripts: ProgramScripts;
  readonly #stop: OneStop;
  #isEnabled = false;
  #walker: RemoteWalker | undefined;
  #functions: readonly SeenFunction[] = [];
  readonly #tries = new Map<SeenFunction, number>();
  readonly #missed = new Set<SeenFunction>();

  constructor(session: JscSession) {
    this.#session = session;
    this.#scripts = new ProgramScripts(session);
    this.#stop = new OneStop(session);
  }

  async sample(span: Millis): Promise<number> {
    await this.#enable();
    const search = new FunctionSearch(this.#session, this.#stop, this.#scripts);
    this.#functions = chosenFunctions(await search.during(span));
    await this.#scripts.read(this.#functions.map(({ scriptId }) => scriptId));
    this.#tries.clear();
    this.#missed.clear();
    return this.#functions.length;
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

  /** Those that were visited least come first: what was met before is measured without them. */
  async #visitFunctions(walker: RemoteWalker): Promise<Visit['stops']> {
    const stops: { function: string; file: string; line: number; held: Millis }[] = [];
    for (const each of leastVisited(this.#functions, this.#tries)) {
      this.#tries.set(each, (this.#tries.get(each) ?? 0) + 1);
      const held = await this.#visitFunction(each, walker);
      if (held === undefined) this.#missed.add(each);
      else stops.push({ function: each.name, file: each.url, line: each.line + 1, held });
    }
    return stops;
  }

  async #visitFunction(seen: SeenFunction, walker: RemoteWalker): Promise<Millis | undefined> {
    const trap = trapAt(this.#session, this.#placesIn(seen));
    return await this.#stop.in(trap, patience, ({ callFrames }) => {
      const roots = rootsOfFrames(callFrames, (id) => this.#scripts.fileOf(id));
      return walker.walk(roots, (module) => this.#scripts.namesIn(module));
    });
  }

  /** Where it begins; if it was not called in time before, also where it was seen: it may wait in the middle. */
  #placesIn(seen: SeenFunction): readonly Location[] {
    const places = this.#missed.has(seen) ? [seen, ...seen.places] : [seen];
    return places.map(({ line, column }) => ({
      scriptId: seen.scriptId,
      lineNumber: line,
      columnNumber: column,
    }));
  }
}
