import * as v from 'valibot';
import type { Millis } from '../../format/units.ts';
import type { RuntimeSample } from '../connection.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';

/** A ledger goes on without what is not answered within this: it may be far away. */
const patience: Millis = 2_000;

/** Of a page: what it keeps beside its JavaScript objects, by the words of its programmer. */
const countedInPage: Readonly<Record<string, string>> = {
  Nodes: 'DOM nodes',
  JSEventListeners: 'event listeners',
  Documents: 'documents',
  Frames: 'frames',
};

const bytes = v.pipe(v.number(), v.finite(), v.minValue(0));

/** What the protocol alone tells of memory. What its target does not know is found out once, and not asked again. */
export class ProtocolSampler {
  readonly #devtools: DevtoolsSession;
  readonly #hasMetrics: Promise<boolean>;
  #open: Promise<RuntimeSample | undefined> | undefined;

  constructor(devtools: DevtoolsSession) {
    this.#devtools = devtools;
    this.#hasMetrics = devtools.send('Performance.enable', {}, answerTimeout).then(
      () => true,
      () => false,
    );
  }

  /** Undefined if the target is busy, gone, or gave something else. Never rejects. */
  async sample(): Promise<RuntimeSample | undefined> {
    this.#open ??= this.#ask().finally(() => {
      this.#open = undefined;
    });
    return await Promise.race([this.#open, silence()]);
  }

  /** Never throws. */
  async leave(): Promise<void> {
    if (this.#devtools.closed.aborted || !(await this.#hasMetrics)) return;
    await this.#devtools.send('Performance.disable', undefined, patience).catch(() => {});
  }

  async #ask(): Promise<RuntimeSample | undefined> {
    try {
      const [heap, limit, resources] = await Promise.all([this.#heap(), this.#limit(), this.#resources()]);
      return { ...heap, ...limit, ...resources };
    } catch {
      return undefined;
    }
  }

  async #heap(): Promise<RuntimeSample> {
    const { usedSize, totalSize, backingStorageSize } = await this.#devtools.send('Runtime.getHeapUsage');
    const outside = v.safeParse(bytes, backingStorageSize);
    return {
      heapUsed: usedSize,
      heapTotal: totalSize,
      // Older ones do not tell it.
      ...(outside.success ? { external: outside.output, arrayBuffers: outside.output } : {}),
    };
  }

  /** Only a page says how large its heap may become. */
  async #limit(): Promise<RuntimeSample> {
    const { result } = await this.#devtools.send('Runtime.evaluate', {
      expression: "typeof performance === 'object' ? performance?.memory?.jsHeapSizeLimit : undefined",
      returnByValue: true,
      silent: true,
    });
    const parsed = v.safeParse(bytes, result.value);
    return parsed.success ? { heapLimit: parsed.output } : {};
  }

  async #resources(): Promise<RuntimeSample> {
    if (!(await this.#hasMetrics)) return {};
    const { metrics } = await this.#devtools.send('Performance.getMetrics');
    const counted = metrics.flatMap(({ name, value }) => {
      const word = countedInPage[name];
      return word === undefined ? [] : [[word, value] as const];
    });
    return counted.length === 0 ? {} : { resources: Object.fromEntries(counted) };
  }
}

function silence(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, patience, undefined).unref());
}
