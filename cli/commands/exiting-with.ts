import type { ExitCode } from '../requests/exit-codes.ts';

/** The handler of a command: leaves the exit code to the process, and errors to the caller. */
export function exitingWith<Args>(
  work: (args: Args) => Promise<ExitCode | number>,
): (args: Args) => Promise<void> {
  return async (args) => {
    process.exitCode = await work(args);
  };
}
