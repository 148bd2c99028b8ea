import type { Protocol } from 'devtools-protocol/types/protocol.js';
import type { Millis } from '../../../format/units.ts';
import type { DevtoolsSession } from '../../transport/devtools-session.ts';

/**
 * Evaluates an expression that takes Node's modules by `builtin`. A Node from before 20.16 has them only in the command line
 * API of the inspector; it is the only one that is asked with that API. V8 puts the API into the scope of an expression even
 * if no JavaScript may run, and a Node 20 that is at its exit dies of that (SIGSEGV). The expression must ask for its
 * modules before it does anything else.
 * @throws ProbeError as `DevtoolsSession.send`
 */
export async function evaluateWithModules(
  devtools: DevtoolsSession,
  request: Protocol.Runtime.EvaluateRequest,
  timeout?: Millis,
): Promise<Protocol.Runtime.EvaluateResponse> {
  const answer = await devtools.send('Runtime.evaluate', request, timeout);
  return lacksRequire(answer)
    ? await devtools.send('Runtime.evaluate', { ...request, includeCommandLineAPI: true }, timeout)
    : answer;
}

function lacksRequire({ exceptionDetails }: Protocol.Runtime.EvaluateResponse): boolean {
  return exceptionDetails?.exception?.description?.startsWith('ReferenceError: require is not') ?? false;
}

/** Whether V8 refused to run the expression, as it does at the exit of a process. */
export function mayNotRun({ exceptionDetails }: Protocol.Runtime.EvaluateResponse): boolean {
  return exceptionDetails?.exception?.value === 'illegal access';
}
