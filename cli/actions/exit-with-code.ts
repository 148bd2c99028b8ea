import { ProbeError, type ProbeErrorCode } from '../../probes/probe-error.ts';
import { printError } from '../output/terminal.ts';
import { type ExitCode, exitCode, exitCodeOfError } from '../requests/exit-codes.ts';

/** What happened to a probe that had begun; all other errors of a probe are refusals. */
const failures: ReadonlySet<ProbeErrorCode> = new Set([
  'target-gone',
  'connection-closed',
  'target-silent',
  'protocol-failed',
  'capture-torn',
  'disk-full',
]);

/** Ends the program with the code that the work gives, or prints why there is none. */
export async function exitingWithCode(work: () => Promise<ExitCode>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    printError(error);
    process.exitCode = codeOf(error);
  }
}

function codeOf(error: unknown): ExitCode {
  if (!(error instanceof ProbeError)) return exitCodeOfError(error);
  return failures.has(error.code) ? exitCode.inconclusive : exitCode.usage;
}
