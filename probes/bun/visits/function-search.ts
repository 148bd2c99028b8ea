import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../../format/units.ts';
import type { JscSession } from '../jsc-session.ts';
import { insertionPatience, mostSkipped, slice, sliceEvery } from './limits.ts';
import type { OneStop } from './one-stop.ts';
import type { ProgramScripts } from './program-scripts.ts';
import { pausedStack, type SeenFunction, SeenFunctions, sampledStack } from './seen-functions.ts';
import { StackSampler } from './stack-sampler.ts';
import { trapInsertions } from './traps.ts';

/** An insertion says where something is kept; what runs at some moment only says what takes time. */
const weightOfInsertion = 10;

/**
 * Finds functions of the program from which what grows may be reached. JavaScriptCore samples no allocations: what runs
 * is sampled instead, and code that is too cold for samples is stopped where it inserts something.
 */
export class FunctionSearch {
  readonly #stop: OneStop;
  readonly #session: JscSession;
  readonly #scripts: ProgramScripts;
  readonly #sampler: StackSampler;

  constructor(session: JscSession, stop: OneStop, scripts: ProgramScripts) {
    this.#session = session;
    this.#stop = stop;
    this.#scripts = scripts;
    this.#sampler = new StackSampler(session);
  }

  /** @returns the functions, those that have to do with most first */
  async during(span: Millis): Promise<readonly SeenFunction[]> {
    const seen = new SeenFunctions();
    const end = Date.now() + span;
    let skipped = 0;
    for (let begun = Date.now(); begun < end; begun = Date.now()) {
      for (const stack of await this.#sampler.sample(slice)) seen.add(sampledStack(stack, this.#fileOf));
      const isMet = await this.#insertion(seen, Math.floor(Math.random() * (skipped + 1)));
      skipped = isMet ? Math.min(mostSkipped, 2 * skipped + 1) : skipped >> 2;
      await sleep(Math.max(0, Math.min(begun + sliceEvery, end) - Date.now()));
    }
    return seen.all;
  }

  /** @returns whether something was inserted in time */
  async #insertion(seen: SeenFunctions, skipped: number): Promise<boolean> {
    const trap = trapInsertions(this.#session, skipped);
    const stood = await this.#stop.in(trap, insertionPatience, (paused) => {
      const stack = pausedStack(paused, this.#fileOf);
      if (stack.length === 0) return undefined;
      seen.add(stack, weightOfInsertion);
      return Promise.resolve();
    });
    return stood !== undefined;
  }

  readonly #fileOf = (scriptId: string) => this.#scripts.fileOf(scriptId);
}
