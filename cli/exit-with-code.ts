import { ProbeError } from '../probes/probe-error.ts';
import { type ExitCode, exitCode, exitCodeOfError } from './exit-codes.ts';
import { printError } from './terminal.ts';

/** Ends the program with the code that the work gives; a probe that was refused counts as usage. */
export async function exitingWithCode(work: () => Promise<ExitCode>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    printError(error);
    process.exitCode = error instanceof ProbeError ? exitCode.usage : exitCodeOfError(error);
  }
}
