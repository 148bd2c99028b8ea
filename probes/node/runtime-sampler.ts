import * as v from 'valibot';
import type { Millis } from '../../format/units.ts';
import type { RuntimeSample } from '../connection.ts';
import type { DevtoolsSession } from './devtools-session.ts';
import { builtin } from './target-expressions.ts';

/** A ledger goes on without the runtime's part where the target does not answer within this. */
const patience: Millis = 300;

const count = v.pipe(v.number(), v.finite(), v.minValue(0));
const answer = v.object({
  heapUsed: count,
  heapTotal: count,
  external: count,
  arrayBuffers: count,
  heapLimit: v.exactOptional(count),
  malloced: v.exactOptional(count),
  resources: v.exactOptional(v.record(v.string(), count)),
  spaces: v.exactOptional(v.record(v.string(), count)),
  gcTime: v.exactOptional(count),
  heapAfterGc: v.exactOptional(count),
});

/**
 * Asks V8 and Node for their memory. All that is in the target is one object that only this session can reach, with
 * V8's own record of the collections since it was asked last: both are gone with the session.
 */
export class RuntimeSampler {
  readonly #devtools: DevtoolsSession;
  /** A question that waits for its answer: asking another one would only make the queue longer. */
  #open: Promise<RuntimeSample | undefined> | undefined;
  #turn: Promise<Millis | undefined> | undefined;
  /** The object in the target that is asked. */
  #asked: string | undefined;

  constructor(devtools: DevtoolsSession) {
    this.#devtools = devtools;
  }

  /** Undefined where the target is busy, gone, or gave something else. Never rejects. */
  async sample(): Promise<RuntimeSample | undefined> {
    this.#open ??= this.#ask().finally(() => {
      this.#open = undefined;
    });
    this.#turn ??= this.#awaitTurn().finally(() => {
      this.#turn = undefined;
    });
    const [figures, eventLoopDelay] = await Promise.all([
      Promise.race([this.#open, silence()]),
      Promise.race([this.#turn, silence()]),
    ]);
    return figures === undefined || eventLoopDelay === undefined ? figures : { ...figures, eventLoopDelay };
  }

  async #ask(): Promise<RuntimeSample | undefined> {
    try {
      this.#asked ??= await this.#prepare();
      const { result } = await this.#devtools.send('Runtime.callFunctionOn', {
        ...(this.#asked === undefined ? {} : { objectId: this.#asked }),
        functionDeclaration: 'function () { return this.look() }',
        returnByValue: true,
        silent: true,
      });
      const parsed = v.safeParse(answer, result.value);
      return parsed.success ? parsed.output : undefined;
    } catch {
      return undefined;
    }
  }

  async #prepare(): Promise<string | undefined> {
    const { result } = await this.#devtools.send('Runtime.evaluate', {
      expression: askedExpression,
      silent: true,
      includeCommandLineAPI: true,
    });
    return result.objectId;
  }

  /** How long the event loop takes to come round; undefined where it does not. */
  async #awaitTurn(): Promise<Millis | undefined> {
    try {
      const { result } = await this.#devtools.send('Runtime.evaluate', {
        expression: turnExpression,
        awaitPromise: true,
        returnByValue: true,
        silent: true,
      });
      const parsed = v.safeParse(count, result.value);
      return parsed.success ? parsed.output : undefined;
    } catch {
      return undefined;
    }
  }
}

/** Whatever a look leaves behind in the target must be garbage at once: it comes every second. */
const askedExpression = `(() => {
  const v8 = ${builtin('v8')};
  const beginRecord = () => {
    const record = v8.GCProfiler && new v8.GCProfiler();
    record?.start();
    return record;
  };
  let record = beginRecord();
  const collections = () => {
    const { statistics } = record?.stop() ?? {};
    record = beginRecord();
    if (statistics === undefined) return {};
    const full = statistics.filter(({ gcType }) => gcType === 'MarkSweepCompact').at(-1);
    const gcTime = statistics.reduce((sum, { cost }) => sum + cost, 0) / 1000;
    return full ? { gcTime, heapAfterGc: full.afterGC.heapStatistics.usedHeapSize } : { gcTime };
  };
  return {
    look() {
      const { heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage();
      const { heap_size_limit: heapLimit, malloced_memory: malloced } = v8.getHeapStatistics();
      const spaces = {};
      for (const { space_name, space_used_size } of v8.getHeapSpaceStatistics()) spaces[space_name] = space_used_size;
      const resources = {};
      for (const type of process.getActiveResourcesInfo()) resources[type] = (resources[type] ?? 0) + 1;
      return { heapUsed, heapTotal, external, arrayBuffers, heapLimit, malloced, resources, spaces, ...collections() };
    },
  };
})()`;

const turnExpression = `new Promise((resolve) => {
  const asked = performance.now();
  setImmediate(() => resolve(performance.now() - asked));
})`;

function silence(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, patience, undefined).unref());
}
