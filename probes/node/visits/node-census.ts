import * as v from 'valibot';
import type { Millis } from '../../../format/units.ts';
import { type CountedHeap, countedHeap, type Visit, visitedPlaces } from '../../../format/visit.ts';
import type { CensusSource } from '../../connection.ts';
import { ProbeError } from '../../probe-error.ts';
import { answerTimeout } from '../../transport/answer-timeout.ts';
import type { DevtoolsSession } from '../../transport/devtools-session.ts';
import type { HeldWalker } from './held-walker.ts';
import { censusTimeout } from './limits.ts';
import { censusGroup, type RemoteId, type TargetWalker } from './target-walker.ts';

/** For counting keys, and as much for looking who holds what: the pause stays close to that of V8's own work. */
const shareOfQuery = 0.25;
/** A small heap needs less than this, also on a busy machine. */
const enoughForSmall: Millis = 200;
const prototypeGroup = 'heaptrail-prototype';

/**
 * Every large container of one Node process at once, from V8's own list of what is alive. It stands still meanwhile:
 * V8 collects all garbage, walks the heap once and hands over an array of all objects, which is dropped at once.
 */
export class NodeCensus implements CensusSource {
  readonly #devtools: DevtoolsSession;
  readonly #walker: HeldWalker;

  constructor(devtools: DevtoolsSession, walker: HeldWalker) {
    this.#devtools = devtools;
    this.#walker = walker;
  }

  async take(): Promise<Visit> {
    const walker = await this.#walker.get();
    const begun = Date.now();
    const { counted, held } = await this.#count(walker);
    const at = Date.now();
    const places = v.parse(visitedPlaces, await walker.measure());
    return {
      at,
      duration: Date.now() - begun,
      stops: [],
      places,
      census: { ...counted, held },
    };
  }

  /** @returns for how long the program stood, as seen from here */
  async #count(walker: TargetWalker): Promise<{ readonly counted: CountedHeap; readonly held: Millis }> {
    const prototypeObjectId = await this.#objectPrototype();
    const begun = performance.now();
    try {
      const { objects } = await this.#devtools.send(
        'Runtime.queryObjects',
        { prototypeObjectId, objectGroup: censusGroup },
        censusTimeout,
      );
      if (objects.objectId === undefined) throw notCounted('V8 gave no list of objects');
      const queried = performance.now() - begun;
      const time = Math.max(enoughForSmall, queried * shareOfQuery);
      const counted = v.parse(countedHeap, await walker.count(objects.objectId, time));
      return { counted, held: performance.now() - begun };
    } finally {
      await Promise.all([walker.forget(censusGroup), walker.forget(prototypeGroup)]);
    }
  }

  /** By an object of ours: `Object` may name something else in the program. */
  async #objectPrototype(): Promise<RemoteId> {
    const objectGroup = prototypeGroup;
    const { result } = await this.#devtools.send(
      'Runtime.evaluate',
      { expression: '({})', objectGroup },
      answerTimeout,
    );
    const { internalProperties = [] } = await this.#devtools.send(
      'Runtime.getProperties',
      { objectId: result.objectId!, ownProperties: true },
      answerTimeout,
    );
    const prototype = internalProperties.find(({ name }) => name === '[[Prototype]]')?.value?.objectId;
    if (prototype === undefined) throw notCounted('it has no prototype of objects');
    return prototype;
  }

  async leave(): Promise<void> {
    await this.#walker.release();
  }
}

function notCounted(why: string): ProbeError {
  return new ProbeError(
    'no-visits',
    `the containers of the process cannot be counted: ${why}`,
    'use visits instead: --max-rung visits',
  );
}
