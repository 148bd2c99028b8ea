import type { Protocol } from 'devtools-protocol';
import * as v from 'valibot';
import { parseHeapProfile } from '../../../format/heap-profile.ts';
import type { Millis } from '../../../format/units.ts';
import { type Visit, visitedPlaces } from '../../../format/visit.ts';
import type { VisitSource } from '../../connection.ts';
import { ProbeError } from '../../probe-error.ts';
import { answerTimeout } from '../../transport/answer-timeout.ts';
import type { DevtoolsSession } from '../../transport/devtools-session.ts';
import { AllocationSampler } from '../allocation-sampler.ts';
import { HeldFlags, offForVisits } from '../held-flags.ts';
import { countOperations } from '../operations.ts';
import { allocationRate, intervalFor } from './allocation-rate.ts';
import { chosenFunctions, leastVisited } from './chosen-functions.ts';
import { rootsOfFrames } from './frame-roots.ts';
import { growingFunctions, isProgramFile, type ProgramFunction } from './growing-functions.ts';
import { mostPlaces, patience } from './limits.ts';
import { OnePause } from './one-pause.ts';
import { openForWalker } from './opened-scopes.ts';
import { TargetWalker, visitGroup } from './target-walker.ts';

const enableTimeout: Millis = 30_000;

/** Visits of one Node process: sites, then at each visit a pause at each of some functions, and the sizes that were met. */
export class NodeVisits implements VisitSource {
  readonly #devtools: DevtoolsSession;
  readonly #scripts = new Map<string, string>();
  readonly #pause: OnePause;
  readonly #flags: HeldFlags;
  #walker: TargetWalker | undefined;
  #functions: readonly ProgramFunction[] = [];
  readonly #tries = new Map<ProgramFunction, number>();
  readonly #missed = new Set<ProgramFunction>();

  constructor(devtools: DevtoolsSession) {
    this.#devtools = devtools;
    this.#pause = new OnePause(devtools);
    this.#flags = new HeldFlags(devtools, offForVisits);
    devtools.on('Debugger.scriptParsed', ({ scriptId, url }) => {
      if (isProgramFile(url)) this.#scripts.set(scriptId, url);
    });
  }

  async sample(span: Millis): Promise<number> {
    const sampler = new AllocationSampler(this.#devtools);
    if (await sampler.isTaken()) throw taken();
    await sampler.start(intervalFor(await allocationRate(this.#devtools)));
    await new Promise((resolve) => setTimeout(resolve, span));
    const { text } = await sampler.stop();
    this.#functions = chosenFunctions(growingFunctions(parseHeapProfile(text) ?? empty));
    this.#tries.clear();
    this.#missed.clear();
    return this.#functions.length;
  }

  async visit(operations?: string): Promise<Visit> {
    this.#walker ??= await this.#prepare();
    const walker = this.#walker;
    const begun = Date.now();
    await walker.begin();
    const stops = await this.#visitFunctions(walker);
    await openForWalker(this.#devtools, walker, (id) => this.#fileOf(id));
    const at = Date.now();
    const counting = operations === undefined ? undefined : countOperations(this.#devtools, operations);
    const places = v.parse(visitedPlaces, await walker.measure());
    const counted = await counting;
    await walker.forget(visitGroup);
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
    if (walker === undefined || this.#devtools.closed.aborted) return;
    await Promise.all([
      this.#devtools.send('Debugger.disable', undefined, answerTimeout).catch(() => {}),
      this.#flags.release(),
      walker.release(),
    ]);
  }

  async #prepare(): Promise<TargetWalker> {
    await this.#flags.hold();
    const walker = await TargetWalker.install(this.#devtools);
    await this.#devtools.send('Debugger.enable', undefined, enableTimeout);
    await this.#devtools.send('Debugger.setBreakpointsActive', { active: false }, enableTimeout);
    return walker;
  }

  /** Those that were visited least come first: what was met before is measured without them. */
  async #visitFunctions(walker: TargetWalker): Promise<Visit['stops']> {
    const stops: { function: string; file: string; line: number; held: Millis }[] = [];
    for (const each of leastVisited(this.#functions, this.#tries)) {
      this.#tries.set(each, (this.#tries.get(each) ?? 0) + 1);
      const held = await this.#visitFunction(each, walker);
      if (held === undefined) this.#missed.add(each);
      else stops.push({ function: each.name, file: each.url, line: each.line + 1, held });
    }
    return stops;
  }

  async #visitFunction(program: ProgramFunction, walker: TargetWalker): Promise<Millis | undefined> {
    const walk = (paused: Protocol.Debugger.PausedEvent) => {
      const { roots, values } = rootsOfFrames(paused.callFrames, (id) => this.#fileOf(id));
      return walker.walk(roots, values);
    };
    return await this.#pause.at(await this.#placesIn(program), patience, walk);
  }

  /** Where it begins; if it was not called in time before, also where it goes on: it may wait in the middle. */
  async #placesIn(program: ProgramFunction): Promise<readonly Protocol.Debugger.Location[]> {
    const { scriptId, line: lineNumber, column: columnNumber } = program;
    const start = { scriptId, lineNumber, columnNumber };
    if (!this.#missed.has(program)) return [start];
    const { locations } = await this.#devtools.send('Debugger.getPossibleBreakpoints', {
      start,
      restrictToFunction: true,
    });
    const step = Math.max(1, Math.ceil(locations.length / mostPlaces));
    return [start, ...locations.filter((_, at) => at % step === step - 1)];
  }

  #fileOf(scriptId: string): string | undefined {
    return this.#scripts.get(scriptId);
  }
}

const noFrame = { functionName: '', scriptId: '0', url: '', lineNumber: -1, columnNumber: -1 };
const empty = { head: { id: 0, callFrame: noFrame, children: [] }, samples: [] };

function taken(): ProbeError {
  return new ProbeError(
    'sampling-taken',
    'the program already samples its own allocations, and V8 has only one sampler',
    'turn the other profiler off, or record with captures instead',
  );
}
