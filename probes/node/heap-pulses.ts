import * as v from 'valibot';
import type { Pulse } from '../../format/pulse.ts';
import type { TargetDescription } from '../../format/recording.ts';
import type { Millis } from '../../format/units.ts';
import type { PulseSource } from '../connection.ts';
import { ProbeError } from '../probe-error.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import { noSurvivors, withFragments } from './birth-intervals.ts';
import { evaluateWithModules } from './inspector/evaluate-with-modules.ts';
import { builtin } from './inspector/target-expressions.ts';
import { countOperations } from './operations.ts';
import { pulseAddonFor } from './pulse-addon.ts';

/** A pulse collects all garbage and looks at every object: 2.3 seconds for 3.5 million on a loaded machine. */
const pulseTimeout: Millis = 60_000;
const stopTimeout: Millis = 2_000;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const answer = v.object({ watermark: count, fragments: v.array(count) });

/**
 * Pulses from V8's own tracking of heap objects, without the inspector's timer. All that is in the target
 * is the addon's library and one object that only this session can reach: nothing of it is global, and
 * the program's environment and its children know nothing of it.
 */
export class HeapPulses implements PulseSource {
  readonly #devtools: DevtoolsSession;
  readonly #tracker: string;
  #survivors = noSurvivors;
  #intervals = 0;

  /** @throws ProbeError `no-pulses` if the target cannot load the addon; it is then as it was. */
  static async prepare(devtools: DevtoolsSession, target: TargetDescription): Promise<HeapPulses> {
    const abi = await evaluate(devtools, 'process.versions.modules');
    const { version, platform, architecture } = target;
    const file = pulseAddonFor({ version, abi: String(abi.value), platform, architecture });
    const { objectId } = await evaluate(devtools, trackerExpression(file));
    return new HeapPulses(devtools, objectId!);
  }

  private constructor(devtools: DevtoolsSession, tracker: string) {
    this.#devtools = devtools;
    this.#tracker = tracker;
  }

  /**
   * The first one starts V8's tracking.
   * @throws ProbeError; the fragments of that pulse are lost, so there must not be another one
   */
  async take(operations?: string): Promise<Pulse> {
    const at = Date.now();
    // No await between the two: nothing that the target runs may come between count and pulse.
    const counting = operations === undefined ? undefined : countOperations(this.#devtools, operations);
    const { watermark, fragments } = v.parse(answer, await this.#call('pulse', pulseTimeout));
    const counted = await counting;
    this.#intervals += 1;
    this.#survivors = withFragments(this.#survivors, fragments, this.#intervals);
    return {
      at,
      duration: Date.now() - at,
      watermark,
      survivors: this.#survivors,
      ...(counted !== undefined && 'count' in counted ? { operations: counted.count } : {}),
    };
  }

  /** Ends the tracking. Never throws: the end of the session does the same. */
  async stop(): Promise<void> {
    this.#survivors = noSurvivors;
    this.#intervals = 0;
    // A target that is gone, or too busy to answer, loses it with its inspector.
    await this.#call('stop', stopTimeout).catch(() => {});
  }

  async #call(method: 'pulse' | 'stop', timeout: Millis): Promise<unknown> {
    const { result, exceptionDetails } = await this.#devtools.send(
      'Runtime.callFunctionOn',
      {
        objectId: this.#tracker,
        functionDeclaration: `function () { return this.${method}() }`,
        returnByValue: true,
        silent: true,
      },
      timeout,
    );
    if (exceptionDetails) throw failedIn(exceptionDetails);
    return result.value;
  }
}

const objectGroup = 'heaptrail-pulses';

/** The `require` of a module keeps a library that the program has loaded itself from being set up twice. */
function trackerExpression(addon: string): string {
  return `(() => {
    const { heap } = ${builtin('module')}.createRequire(${JSON.stringify(addon)})(${JSON.stringify(addon)});
    let tracking = false;
    return {
      pulse() {
        if (!tracking) heap.startTrackingHeapObjects();
        tracking = true;
        const fragments = [];
        const watermark = heap.getHeapStats((some) => { fragments.push(...some); }, () => {});
        return { watermark, fragments };
      },
      stop() {
        if (tracking) heap.stopTrackingHeapObjects();
        tracking = false;
      },
    };
  })()`;
}

async function evaluate(devtools: DevtoolsSession, expression: string) {
  const { result, exceptionDetails } = await evaluateWithModules(
    devtools,
    { expression, objectGroup, silent: true },
    answerTimeout,
  );
  if (exceptionDetails) throw failedIn(exceptionDetails);
  return result;
}

function failedIn({
  exception,
  text,
}: {
  readonly exception?: { readonly description?: string };
  readonly text: string;
}): ProbeError {
  const [words] = (exception?.description ?? text).split('\n');
  return new ProbeError(
    'no-pulses',
    `the process cannot use v8-profiler-next: ${words}`,
    'record without --pulses, or allow the program to load addons',
  );
}
