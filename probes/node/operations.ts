import type { Protocol } from 'devtools-protocol';
import type { OperationCount } from '../operation-counts.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';

/**
 * Evaluates the expression in the target. The command is on the wire when this returns, so that the
 * next command follows it without a gap. Never rejects: an expression that fails must not cost a capture.
 */
export function countOperations(devtools: DevtoolsSession, expression: string): Promise<OperationCount> {
  return devtools
    .send('Runtime.evaluate', { expression, returnByValue: true, silent: true, includeCommandLineAPI: true })
    .then(countIn, (error: Error) => ({
      note: `the operations expression was not answered: ${error.message}`,
    }));
}

function countIn({ result, exceptionDetails }: Protocol.Runtime.EvaluateResponse): OperationCount {
  if (exceptionDetails) {
    const words = exceptionDetails.exception?.description ?? exceptionDetails.text;
    return { note: `the operations expression threw: ${words.split('\n')[0]}` };
  }
  // Big integers come as the text `12n`.
  const count = result.type === 'bigint' ? Number(result.unserializableValue?.slice(0, -1)) : result.value;
  return typeof count === 'number' && Number.isFinite(count)
    ? { count }
    : { note: `the operations expression gave ${result.description ?? result.type}, not a number` };
}
