import { ProbeError } from '../probe-error.ts';
import { answerTimeout } from '../transport/answer-timeout.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';
import { mayNotRun } from './inspector/evaluate-with-modules.ts';

/**
 * Whether a process is at its exit, where it waits for us to leave. It says so once, and may have said it before anybody
 * asked to hear it: then it would wait for as long as we stay. Its context is gone by then, or V8 runs nothing in it.
 * @throws ProbeError as `DevtoolsSession.send`, if it gives no answer
 */
export async function isAtExit(devtools: DevtoolsSession): Promise<boolean> {
  const question = { expression: 'process._exiting === true', returnByValue: true, silent: true };
  try {
    const answer = await devtools.send('Runtime.evaluate', question, answerTimeout);
    return answer.result.value === true || mayNotRun(answer);
  } catch (error) {
    if (error instanceof ProbeError && error.code === 'protocol-failed') return true;
    throw error;
  }
}
