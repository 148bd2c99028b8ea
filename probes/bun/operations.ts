import type { OperationCount } from '../operation-counts.ts';
import type { Evaluated, JscSession } from './jsc-session.ts';

/**
 * Evaluates the expression in the target. The command is on the wire when this returns, so that the
 * next command follows it without a gap. Never rejects: an expression that fails must not cost a capture.
 */
export function countOperations(session: JscSession, expression: string): Promise<OperationCount> {
  return session
    .send('Runtime.evaluate', { expression, returnByValue: true })
    .then(countIn, (error: Error) => ({
      note: `the operations expression was not answered: ${error.message}`,
    }));
}

function countIn({ result, wasThrown }: Evaluated): OperationCount {
  if (wasThrown) {
    const words = result.description ?? result.type;
    return { note: `the operations expression threw: ${words.split('\n')[0]}` };
  }
  // Big integers come as the text `12n`.
  const count = result.type === 'bigint' ? Number(result.description?.slice(0, -1)) : result.value;
  return typeof count === 'number' && Number.isFinite(count)
    ? { count }
    : { note: `the operations expression gave ${result.description ?? result.type}, not a number` };
}
