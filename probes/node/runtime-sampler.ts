import * as v from 'valibot';
import type { Millis } from '../../format/units.ts';
import type { RuntimeSample } from '../connection.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import type { ConsoleEntries } from './console-entries.ts';
import { evaluateWithModules } from './inspector/evaluate-with-modules.ts';
import { builtin } from './inspector/target-expressions.ts';

/** A ledger goes on without the runtime's part if the target does not answer within this. */
const patience: Millis = 300;

const objectGroup = 'heaptrail-ledger';

const count = v.pipe(v.number(), v.finite(), v.minValue(0));
const answer = v.object({
  rss: v.exactOptional(count),
  machineAvailable: v.exactOptional(count),
  heapUsed: count,
  heapTotal: count,
  external: count,
  arrayBuffers: v.exactOptional(count),
  heapLimit: v.exactOptional(count),
  malloced: v.exactOptional(count),
  resources: v.exactOptional(v.record(v.string(), count)),
  spaces: v.exactOptional(v.record(v.string(), count)),
  gcTime: v.exactOptional(count),
  heapAfterGc: v.exactOptional(count),
  externalAfterGc: v.exactOptional(count),
  arrayBuffersAfterGc: v.exactOptional(count),
});

/**
 * Asks V8 and Node for their memory. All that is in the target is one object that only this session can reach, and now and
 * then an observer of its collections: both are gone with the session.
 */
export class RuntimeSampler {
  readonly #devtools: DevtoolsSession;
  readonly #console: ConsoleEntries;
  readonly #isFar: boolean;
  /** A question that waits for its answer: asking another one would only make the queue longer. */
  #open: Promise<RuntimeSample | undefined> | undefined;
  #turn: Promise<Millis | undefined> | undefined;
  /** The object in the target that is asked. */
  #asked: string | undefined;

  /** @param isFar nobody else can say how much memory the whole process takes, and how much its machine has left */
  constructor(devtools: DevtoolsSession, console: ConsoleEntries, isFar = false) {
    this.#devtools = devtools;
    this.#console = console;
    this.#isFar = isFar;
  }

  /** Undefined if the target is busy, gone, or gave something else. Never rejects. */
  async sample(): Promise<RuntimeSample | undefined> {
    const asked = this.sampleAtOnce();
    this.#turn ??= this.#awaitTurn().finally(() => {
      this.#turn = undefined;
    });
    const [figures, eventLoopDelay] = await Promise.all([asked, Promise.race([this.#turn, silence()])]);
    return figures === undefined || eventLoopDelay === undefined ? figures : { ...figures, eventLoopDelay };
  }

  /** As `sample`, without the delay of the event loop: code that computes can be asked too. Never rejects. */
  async sampleAtOnce(): Promise<RuntimeSample | undefined> {
    this.#open ??= this.#ask().finally(() => {
      this.#open = undefined;
    });
    void this.#console.discard();
    return await Promise.race([this.#open, silence()]);
  }

  /** Takes back what it left in the target. Never throws. */
  async leave(): Promise<void> {
    const objectId = this.#asked;
    this.#asked = undefined;
    if (objectId === undefined || this.#devtools.closed.aborted) return;
    const functionDeclaration = 'function () { this.leave() }';
    await this.#devtools
      .send('Runtime.callFunctionOn', { objectId, functionDeclaration, silent: true }, patience)
      .catch(() => {});
    await this.#devtools.send('Runtime.releaseObjectGroup', { objectGroup }, patience).catch(() => {});
  }

  async #ask(): Promise<RuntimeSample | undefined> {
    try {
      this.#asked ??= await this.#prepare();
      if (this.#asked === undefined) return undefined;
      const { result } = await this.#devtools.send('Runtime.callFunctionOn', {
        objectId: this.#asked,
        functionDeclaration: `function () { return this.${this.#isFar ? 'lookFar' : 'look'}() }`,
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
    const { result } = await evaluateWithModules(this.#devtools, {
      expression: askedExpression,
      objectGroup,
      silent: true,
    });
    return result.objectId;
  }

  /** How long the event loop takes to come round; undefined if it does not. */
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

/** Collections are timed for one part of the time in this many. */
const timedPart = 31;
/** After a full collection V8 frees the contents of dead ArrayBuffers beside the program: up to 20 ms on Node 20 to 26. */
const sweepTime: Millis = 100;

/**
 * Whatever a look leaves behind in the target must be garbage at once, and die young: it comes every second, and an idle
 * program collects all its garbage once in hours. Nothing but the session keeps the object that is asked.
 *
 * - A full collection takes away a symbol that nothing holds, and a registry hears of it. V8 puts symbols into the old
 *   generation at once: nothing else takes them away. A full collection also moves everything young there, so that right
 *   after it the old generation is the whole heap. What is outside the heap is known a moment later.
 * - Collections are timed by an observer, and only now and then: while there is one, V8 lets the young generation of a
 *   program that allocates much grow to its largest size.
 */
const askedExpression = `(() => {
  const v8 = ${builtin('v8')};
  const { PerformanceObserver, performance } = ${builtin('perf_hooks')};
  // The program may have replaced its own.
  const { setTimeout } = ${builtin('timers')};
  const spaces = () => {
    const used = {};
    for (const { space_name, space_used_size } of v8.getHeapSpaceStatistics()) used[space_name] = space_used_size;
    return used;
  };
  // It also reads resident memory from the system, which may fail: in a root without /proc, for one.
  const usage = () => {
    try {
      return process.memoryUsage();
    } catch {
      return {};
    }
  };
  // Also of the control group, if there is one. A Deno would ask its user for the permission to tell.
  const available = () => (typeof Deno === 'object' ? undefined : process.availableMemory?.());
  let afterGc = {};
  const registry = new FinalizationRegistry(() => {
    afterGc.heapAfterGc = 0;
    for (const [name, used] of Object.entries(spaces())) if (!name.startsWith('new_')) afterGc.heapAfterGc += used;
    setTimeout(noteOutside, ${sweepTime}).unref?.();
    awaitFullCollection();
  });
  const noteOutside = () => {
    // V8 reckons what was freed beside it when the next one is made.
    new ArrayBuffer(1);
    afterGc.externalAfterGc = v8.getHeapStatistics().external_memory;
    afterGc.arrayBuffersAfterGc = usage().arrayBuffers;
  };
  const awaitFullCollection = () => {
    try {
      registry.register(Symbol('heaptrail'));
    } catch {
      // Before Node 20 symbols cannot be registered.
    }
  };
  awaitFullCollection();
  let observer;
  let gcTime;
  let restsUntil = 0;
  let timedSince = 0;
  const endTimer = () => {
    observer?.disconnect();
    observer = undefined;
    gcTime = undefined;
  };
  const beginTimer = (session) => {
    gcTime = 0;
    observer = new PerformanceObserver((list) => {
      if (session.deref() === undefined) return endTimer();
      for (const { duration } of list.getEntries()) gcTime += duration;
    });
    observer.observe({ entryTypes: ['gc'] });
  };
  const ofSession = {
    collections(session, external, arrayBuffers) {
      const seen = {};
      if (gcTime !== undefined) seen.gcTime = gcTime;
      Object.assign(seen, afterGc);
      afterGc = {};
      // On a busy machine it took longer.
      if (seen.externalAfterGc > external) seen.externalAfterGc = external;
      if (seen.arrayBuffersAfterGc > arrayBuffers) seen.arrayBuffersAfterGc = arrayBuffers;
      const now = performance.now();
      if (observer !== undefined) {
        endTimer();
        restsUntil = now + (now - timedSince) * ${timedPart - 1};
      } else if (now >= restsUntil) {
        timedSince = now;
        beginTimer(session);
      }
      return seen;
    },
    look() {
      const {
        heap_size_limit: heapLimit,
        malloced_memory: malloced,
        used_heap_size: heapUsed,
        total_heap_size: heapTotal,
        external_memory: external,
      } = v8.getHeapStatistics();
      const { rss, arrayBuffers } = usage();
      const resources = {};
      for (const type of process.getActiveResourcesInfo()) resources[type] = (resources[type] ?? 0) + 1;
      const seen = this.collections(new WeakRef(this), external, arrayBuffers);
      return { rss, heapUsed, heapTotal, external, arrayBuffers, heapLimit, malloced, resources, spaces: spaces(), ...seen };
    },
    lookFar() {
      const { rss } = process.memoryUsage();
      const machineAvailable = available();
      return { ...this.look(), rss, ...(machineAvailable === undefined ? {} : { machineAvailable }) };
    },
    leave: endTimer,
  };
  return ofSession;
})()`;

const turnExpression = `new Promise((resolve) => {
  const asked = performance.now();
  setImmediate(() => resolve(performance.now() - asked));
})`;

function silence(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, patience, undefined).unref());
}
