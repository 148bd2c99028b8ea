import type { Millis } from '../../format/units.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import { evaluateWithModules } from './inspector/evaluate-with-modules.ts';
import { builtin } from './inspector/target-expressions.ts';

const releaseTimeout: Millis = 2_000;
const lookEvery: Millis = 1_000;

/**
 * What V8 does of its own accord and what loses stacks. It keeps the stack of an allocation by the address of the object,
 * and forgets it when it moves an object that has an id already (`HeapProfiler::ObjectMoveEvent`), which compaction
 * does. And functions that were inlined do not stand in the stacks of what they allocate.
 */
export const offForStacks = ['compact', 'turbo-inlining', 'maglev-inlining'];
/**
 * The first breakpoint in a function that has baseline code walks the whole heap, 15 to 25 ms a million objects ("TODO
 * (v8:11429)" in V8). A function that is hot would have such code again at the next visit.
 */
export const offForVisits = ['sparkplug'];
/** A program that runs without compiled code must not get the flag back on. */
const withoutCompilers = ['--jitless', '--lite-mode'];

/**
 * Flags of V8 that are switched off for a while. They belong to the process, and holders are counted: its threads are
 * recorded at the same time.
 */
export class HeldFlags {
  readonly #devtools: DevtoolsSession;
  readonly #flags: readonly string[];
  #holders = 0;
  #hold: string | undefined;
  readonly #objectGroup: string;

  /** @param devtools a session with the main thread */
  constructor(devtools: DevtoolsSession, flags: readonly string[]) {
    this.#devtools = devtools;
    this.#flags = flags;
    this.#objectGroup = `heaptrail-flags-${flags[0]}`;
  }

  /** @throws ProbeError */
  async hold(): Promise<void> {
    this.#holders += 1;
    if (this.#holders > 1) return;
    const { result } = await evaluateWithModules(
      this.#devtools,
      { expression: holdExpression(this.#flags), objectGroup: this.#objectGroup, silent: true },
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
    const objectGroup = this.#objectGroup;
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
const holdExpression = (flags: readonly string[]) => `(() => {
  const { setFlagsFromString } = ${builtin('v8')};
  const words = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(' ')];
  const given = words.map((option) => option.replaceAll('_', '-'));
  const isCompiled = !${JSON.stringify(withoutCompilers)}.some((option) => given.includes(option));
  const isOn = (flag) => !given.includes('--no-' + flag) && (isCompiled || flag === 'compact');
  const held = ${JSON.stringify(flags)}.filter(isOn);
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
