import * as v from 'valibot';
import type { Bytes, Millis } from '../../format/units.ts';
import type { RuntimeSample } from '../connection.ts';
import type { JscSession } from './jsc-session.ts';

/** A ledger goes on without the runtime's part if the target does not answer within this. */
const patience: Millis = 300;
/** After this a question counts as lost, and the next one is asked. */
const lostAfter: Millis = 30_000;

/** What Bun's allocator has given out is asked this often, and only of heaps up to this size: all objects are counted for it. */
const allocatedEvery: Millis = 15_000;
const largestCounted: Bytes = 64 * 1024 * 1024;

const count = v.pipe(v.number(), v.finite(), v.minValue(0));
const answer = v.object({
  heapSize: count,
  objectSpace: count,
  extra: count,
  committed: count,
  allocated: v.exactOptional(count),
});

/**
 * Asks JavaScriptCore and mimalloc for their memory: 0.1 to 2 ms of the target's main thread each time. What Bun
 * does not know is left out: `arrayBuffers` is 0 beside 200 MB of Buffers, and there is no limit of the heap.
 */
export class RuntimeSampler {
  readonly #session: JscSession;
  /** A question that waits for its answer: asking another one would only make the queue longer. */
  #open: Promise<RuntimeSample | undefined> | undefined;
  #allocatedAt = Number.NEGATIVE_INFINITY;

  constructor(session: JscSession) {
    this.#session = session;
  }

  /** Undefined if the target is busy, gone, or gave something else. Never rejects. */
  async sample(): Promise<RuntimeSample | undefined> {
    if (this.#session.isTakingSnapshot) return undefined;
    this.#open ??= this.#ask().finally(() => {
      this.#open = undefined;
    });
    return await Promise.race([this.#open, silence()]);
  }

  async #ask(): Promise<RuntimeSample | undefined> {
    try {
      const { result } = await this.#session.send(
        'Runtime.evaluate',
        { expression: expressionFor(this.#isAllocatedDue()), returnByValue: true },
        lostAfter,
      );
      const parsed = v.safeParse(answer, result.value);
      return parsed.success ? sampleOf(parsed.output) : undefined;
    } catch {
      return undefined;
    }
  }

  #isAllocatedDue(): boolean {
    const now = performance.now();
    if (now - this.#allocatedAt < allocatedEvery) return false;
    this.#allocatedAt = now;
    return true;
  }
}

/**
 * JavaScriptCore counts what cells hold outside the heap (contents of strings and Buffers) as part of the heap's
 * size: here the two are told apart as for V8. It counts at collections; before the first one all that the heap has
 * taken stands for what is used of it.
 */
function sampleOf({
  heapSize,
  objectSpace,
  extra,
  ...allocator
}: v.InferOutput<typeof answer>): RuntimeSample {
  return {
    heapUsed: heapSize > extra ? heapSize - extra : objectSpace,
    heapTotal: objectSpace,
    external: extra,
    ...allocator,
  };
}

/**
 * `heapStats()` knows more, but counts all objects: 50 ms for each million. Bun 1.4 says there how much its allocator has given
 * out, to JavaScriptCore's heap as well; before, the figures are 0.
 */
const expressionFor = (withAllocated: boolean) => `(() => {
  const jsc = process.getBuiltinModule('bun:jsc');
  const { heapTotal, external } = process.memoryUsage();
  const heapSize = jsc.heapSize();
  const sample = {
    heapSize,
    objectSpace: heapTotal,
    extra: external,
    committed: jsc.memoryUsage().currentCommit,
  };
  if (!${withAllocated} || heapSize > ${largestCounted}) return sample;
  const { malloc_normal, malloc_huge } = jsc.heapStats().mimalloc ?? {};
  if (malloc_normal?.current > 0) sample.allocated = malloc_normal.current + malloc_huge.current;
  return sample;
})()`;

function silence(): Promise<undefined> {
  return new Promise((resolve) => setTimeout(resolve, patience, undefined).unref());
}
