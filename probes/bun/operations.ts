import { type OperationCount, operationCount } from '../operation-counts.ts';
import type { JscSession } from './jsc-session.ts';

/**
 * Evaluates the expression in the target. The command is on the wire when this returns, so that the
 * next command follows it without a gap. Never rejects.
 */
export function countOperations(session: JscSession, expression: string): Promise<OperationCount> {
  const reply = session.send('Runtime.evaluate', { expression, returnByValue: true });
  return operationCount(
    reply.then(({ result, wasThrown }) => ({
      ...result,
      thrown: wasThrown ? (result.description ?? result.type) : undefined,
    })),
  );
}
