import { setTimeout as sleep } from 'node:timers/promises';
import type { Millis } from '../../../format/units.ts';
import type { StackFrame } from '../jsc-protocol.ts';
import type { JscSession } from '../jsc-session.ts';

const replyTimeout: Millis = 10_000;

/** Stacks of what runs, by JavaScriptCore's own sampling profiler: it sees code that is hot. */
export class StackSampler {
  readonly #session: JscSession;
  #onComplete: ((stacks: readonly (readonly StackFrame[])[]) => void) | undefined;

  constructor(session: JscSession) {
    this.#session = session;
    session.on('ScriptProfiler.trackingComplete', ({ samples }) => {
      this.#onComplete?.((samples?.stackTraces ?? []).map(({ stackFrames }) => stackFrames));
    });
  }

  /** What ran within this span. An idle program has no stacks. */
  async sample(span: Millis): Promise<readonly (readonly StackFrame[])[]> {
    const complete = new Promise<readonly (readonly StackFrame[])[]>((resolve) => {
      this.#onComplete = resolve;
    });
    await this.#session.send('ScriptProfiler.startTracking', { includeSamples: true }, replyTimeout);
    await sleep(span);
    await this.#session.send('ScriptProfiler.stopTracking', undefined, replyTimeout);
    return await Promise.race([complete, sleep(replyTimeout, [])]);
  }
}
