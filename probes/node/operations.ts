import { type OperationCount, operationCount } from '../operation-counts.ts';
import type { DevtoolsSession } from '../transport/devtools-session.ts';

/**
 * Evaluates the expression in the target. The command is on the wire when this returns, so that the
 * next command follows it without a gap. Never rejects.
 */
export function countOperations(devtools: DevtoolsSession, expression: string): Promise<OperationCount> {
  const reply = devtools.send('Runtime.evaluate', {
    expression,
    returnByValue: true,
    silent: true,
    includeCommandLineAPI: true,
  });
  return operationCount(
    reply.then(({ result, exceptionDetails: failed }) => ({
      type: result.type,
      value: result.value,
      description: result.unserializableValue ?? result.description,
      thrown: failed && (failed.exception?.description ?? failed.text),
    })),
  );
}
