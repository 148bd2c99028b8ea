import { answerTimeout } from '../transport/answer-timeout.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import { evaluateWithModules } from './inspector/evaluate-with-modules.ts';
import { builtin } from './inspector/target-expressions.ts';

/**
 * What V8 keeps of the console while an inspector is there for anybody: up to 1,000 messages with all that was logged,
 * also after every session is gone. A program that logs would seem to leak.
 */
export class ConsoleEntries {
  readonly #devtools: DevtoolsSession;
  readonly #areOurs: boolean;

  /** @param areOurs false if another client may want to read them: then they are left alone */
  constructor(devtools: DevtoolsSession, areOurs: boolean) {
    this.#devtools = devtools;
    this.#areOurs = areOurs;
  }

  /** On the wire when this returns. Never rejects, and has an end: a process that waits at its exit does not answer. */
  async discard(): Promise<void> {
    if (!this.#areOurs || this.#devtools.closed.aborted) return;
    await this.#devtools.send('Runtime.discardConsoleEntries', undefined, answerTimeout).catch(() => {});
  }
}

/** Whether no port of an inspector is open in the target: then nobody else reads its console. */
export async function ownsConsole(devtools: DevtoolsSession): Promise<boolean> {
  const expression = `${builtin('inspector')}.url() === undefined`;
  const { result } = await evaluateWithModules(
    devtools,
    { expression, returnByValue: true, silent: true },
    answerTimeout,
  );
  return result.value === true;
}
