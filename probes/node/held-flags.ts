import type { Millis } from '../../format/units.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import { builtin } from './inspector/target-expressions.ts';

const releaseTimeout: Millis = 2_000;
const lookEvery: Millis = 1_000;
const objectGroup = 'heaptrail-flags';

/**
 * What V8 does of its own accord and what loses stacks. It keeps the stack of an allocation by the address of the object,
 * and forgets it when it moves an object that has an id already (`HeapProfiler::ObjectMoveEvent`), which compaction
 * does. And functions that were inlined do not stand in the stacks of what they allocate.
 */
const heldOff = ['compact', 'turbo-inlining', 'maglev-inlining'];

/**
 * Flags of V8 that are switched off while stacks are recorded. They belong to the process, and holders are counted: its
 * threads are recorded at the same time.
 */
export class HeldFlags {
  readonly #devtools: DevtoolsSession;
  #holders = 0;
  #hold: string | undefined;

  /** @param devtools a session with the main thread */
  constructor(devtools: DevtoolsSession) {
    this.#devtools = devtools;
  }

  /** @throws ProbeError */
  async hold(): Promise<void> {
    this.#holders += 1;
    if (this.#holders > 1) return;
    const { result } = await this.#devtools.send(
      'Runtime.evaluate',
      { expression: holdExpression, objectGroup, includeCommandLineAPI: true, silent: true },
      answerTimeout,
    );
    this.#hold = result.objectId;
  }

  /** Never throws: the target looks by itself whether the session that holds them is gone. */
  async release(): Promise<void> {
    this.#holders = Math.max(0, this.#holders - 1);
    if (this.#holders > 0 || this.#hold === undefined) return;
    const objectId = this.#hold;
    this.#hold = undefined;
    const functionDeclaration = 'function () { this.release() }';
    await this.#devtools
      .send('Runtime.callFunctionOn', { objectId, functionDeclaration, silent: true }, releaseTimeout)
      .catch(() => {});
    await this.#devtools.send('Runtime.releaseObjectGroup', { objectGroup }, releaseTimeout).catch(() => {});
  }
}

/**
 * Drops all optimized code of a thread, so that V8 optimizes it anew by the flags of now: that is what switching on
 * precise coverage does (`Coverage::SelectMode`). A program that is run for its coverage counts on, and is left alone.
 */
export async function optimizeAnew(devtools: DevtoolsSession): Promise<void> {
  const { result } = await devtools.send(
    'Runtime.evaluate',
    { expression: 'Boolean(process.env.NODE_V8_COVERAGE)', silent: true },
    answerTimeout,
  );
  if (result.value === true) return;
  await devtools.send('Profiler.enable', undefined, answerTimeout);
  await devtools.send('Profiler.startPreciseCoverage', { callCount: true, detailed: false }, answerTimeout);
  await devtools.send('Profiler.stopPreciseCoverage', undefined, answerTimeout);
  await devtools.send('Profiler.disable', undefined, answerTimeout);
}

/**
 * Nothing but the session keeps the object alive that stands for the hold. Once the session is lost, the next full
 * collection takes it away, and only full collections compact: no more than those of a second go without. Flags that
 * the program was started with stay as they are.
 */
const holdExpression = `(() => {
  const { setFlagsFromString } = ${builtin('v8')};
  const given = process.execArgv.map((option) => option.replaceAll('_', '-'));
  const held = ${JSON.stringify(heldOff)}.filter((flag) => !given.includes('--no-' + flag));
  const set = (prefix) => { for (const flag of held) setFlagsFromString(prefix + flag); };
  let timer;
  const release = () => {
    clearInterval(timer);
    set('--');
  };
  const ofSession = { release };
  const hold = new WeakRef(ofSession);
  timer = setInterval(() => hold.deref() ?? release(), ${lookEvery}).unref();
  set('--no-');
  return ofSession;
})()`;
