import type { Session } from 'node:inspector';
import { forgetConsoleExpression } from '../../node/inspector/target-expressions.ts';

/** Only a Node from before 20.16 needs the command line API: at the exit of a Node 20 it crashes (`evaluate-with-modules.ts`). */
const includeCommandLineAPI = !('getBuiltinModule' in process);

/** Throws away what V8 has kept of the console of the main thread, right before its session ends. */
export function forgetConsole(session: Session): void {
  session.post('Runtime.evaluate', { expression: forgetConsoleExpression, includeCommandLineAPI });
}
