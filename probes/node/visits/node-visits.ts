import type { Protocol } from 'devtools-protocol';
import * as v from 'valibot';
import { parseHeapProfile } from '../../../format/heap-profile.ts';
import type { Bytes, Millis } from '../../../format/units.ts';
import { type Visit, type VisitStop, visitedPlaces } from '../../../format/visit.ts';
import type { VisitSource } from '../../connection.ts';
import { ProbeError } from '../../probe-error.ts';
import { answerTimeout } from '../../transport/answer-timeout.ts';
import type { DevtoolsSession } from '../../transport/devtools-session.ts';
import { AllocationSampler } from '../allocation-sampler.ts';
import { HeldFlags, offForVisits } from '../held-flags.ts';
import { countOperations } from '../operations.ts';
import { allocationRate, closerInterval, intervalFor, longestInterval } from './allocation-rate.ts';
import { chosenFunctions, leastVisited } from './chosen-functions.ts';
import { rootsOfFrames } from './frame-roots.ts';
import { growingFunctions, isProgramFile, type ProgramFunction } from './growing-functions.ts';
import type { HeldWalker } from './held-walker.ts';
import { mostPlaces, patience } from './limits.ts';
import { OnePause } from './one-pause.ts';
import { openForWalker } from './opened-scopes.ts';
import { type RemoteId, type TargetWalker, visitGroup, walkerGroup } from './target-walker.ts';
import { timerLists, timerRoot } from './timer-lists.ts';

const enableTimeout: Millis = 30_000;
/** If no function is seen to keep anything, sampling is repeated for twice the time. */
const longestOfSampling = 2;

/** Visits of one Node process: sites, then at each visit a pause at each of some functions, and the sizes that were met. */
export class NodeVisits implements VisitSource {
  readonly #devtools: DevtoolsSession;
  readonly #scripts = new Map<string, string>();
  readonly #pause: OnePause;
  readonly #flags: HeldFlags;
  readonly #walker: HeldWalker;
  #isPrepared = false;
  #timers: RemoteId | undefined;
  #functions: readonly ProgramFunction[] = [];
  /** For how long allocations were sampled. */
  #sampled: Millis = 0;
  readonly #tries = new Map<ProgramFunction, number>();
  readonly #missed = new Set<ProgramFunction>();

  constructor(devtools: DevtoolsSession, walker: HeldWalker) {
    this.#devtools = devtools;
    this.#walker = walker;
    this.#pause = new OnePause(devtools);
    this.#flags = new HeldFlags(devtools, offForVisits);
    devtools.on('Debugger.scriptParsed', ({ scriptId, url }) => {
      if (isProgramFile(url)) this.#scripts.set(scriptId, url);
    });
  }

  async sample(span: Millis): Promise<number> {
    const sampler = new AllocationSampler(this.#devtools);
    if (await sampler.isTaken()) throw taken();
    this.#tries.clear();
    this.#missed.clear();
    let interval = longestInterval;
    for (let longer = 1; longer <= longestOfSampling; longer *= 2) {
      // A program that has just been attached to may allocate more for a moment than it does otherwise.
      interval = closerInterval(interval, intervalFor(await allocationRate(this.#devtools)));
      this.#functions = await this.#sampleOnce(sampler, interval, longer * span);
      if (this.#functions.length > 0) break;
    }
    return this.#functions.length;
  }

  async #sampleOnce(
    sampler: AllocationSampler,
    interval: Bytes,
    span: Millis,
  ): Promise<readonly ProgramFunction[]> {
    await sampler.start(interval);
    const begun = Date.now();
    await new Promise((resolve) => setTimeout(resolve, span));
    this.#sampled = Date.now() - begun;
    const { text } = await sampler.stop();
    return chosenFunctions(growingFunctions(parseHeapProfile(text) ?? empty));
  }

  async visit(operations?: string): Promise<Visit> {
    const walker = await this.#prepare();
    const begun = Date.now();
    await walker.begin();
    const stops = await this.#visitFunctions(walker);
    if (this.#timers !== undefined) await walker.walk([timerRoot], [this.#timers]);
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

  async collect(): Promise<void> {
    const sampler = new AllocationSampler(this.#devtools);
    if (await sampler.isTaken()) throw taken();
    await sampler.start(longestInterval);
    await sampler.stop();
  }

  async leave(): Promise<void> {
    const wasPrepared = this.#isPrepared;
    this.#isPrepared = false;
    await Promise.all([wasPrepared ? this.#disable() : undefined, this.#walker.release()]);
  }

  async #disable(): Promise<void> {
    if (!this.#devtools.closed.aborted)
      await Promise.all([
        this.#devtools.send('Debugger.disable', undefined, answerTimeout).catch(() => {}),
        this.#flags.release(),
      ]);
    this.#pause.end();
  }

  async #prepare(): Promise<TargetWalker> {
    const walker = await this.#walker.get();
    if (this.#isPrepared) return walker;
    this.#isPrepared = true;
    await this.#flags.hold();
    this.#timers = await timerLists(this.#devtools, walkerGroup);
    this.#pause.begin();
    await this.#devtools.send('Debugger.enable', undefined, enableTimeout);
    await this.#devtools.send('Debugger.setBreakpointsActive', { active: false }, enableTimeout);
    return walker;
  }

  /** Those that were visited least come first: what was met before is measured without them. */
  async #visitFunctions(walker: TargetWalker): Promise<Visit['stops']> {
    const stops: VisitStop[] = [];
    for (const each of leastVisited(this.#functions, this.#tries)) {
      this.#tries.set(each, (this.#tries.get(each) ?? 0) + 1);
      const held = await this.#visitFunction(each, walker);
      if (held === undefined) this.#missed.add(each);
      else stops.push(this.#stopAt(each, held));
    }
    return stops;
  }

  #stopAt({ name, url, line, column, own, samples }: ProgramFunction, held: Millis): VisitStop {
    const allocates = { bytes: Math.round(own), samples, span: this.#sampled };
    const place = { function: name, file: url, line: line + 1, column: column + 1 };
    return { ...place, held, ...(samples === 0 ? {} : { allocates }) };
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
