import { statSync } from 'node:fs';
import { UserError } from '../../format/user-error.ts';
import { OutputLines } from '../target/output-lines.ts';
import { type ProgramEnd, StartedProgram } from '../target/started-program.ts';
import type { Workload } from './workload.ts';

/** What a drive prints, on a line of its own, to say how many operations it made the target do. */
const operationsLine = /^operations: (\d+)$/;

/**
 * A script or command of the reader's that makes the target work. It runs once for each interval and is told by its
 * environment which one (`HEAPTRAIL_INTERVAL`, 0 is the warm-up) and for whom (`HEAPTRAIL_PID`).
 * @param drive a file with JavaScript or TypeScript, or a command for the shell
 * @param environment what it is told beside that
 */
export function driveCommand(
  drive: string,
  pid: number,
  environment: Readonly<Record<string, string>> = {},
): Workload {
  return {
    description: `the drive ${drive}`,
    run: async (interval, signal) => {
      const told = {
        ...environment,
        HEAPTRAIL_PID: String(pid),
        HEAPTRAIL_INTERVAL: String(interval),
      };
      const { end, operations } = await runDrive(drive, told, signal);
      if (end !== 'exit code 0' && !signal.aborted) throw driveFailed(drive, end, interval);
      return { ...(operations === undefined ? {} : { operations }), notes: [] };
    },
  };
}

async function runDrive(
  drive: string,
  told: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<{ end: ProgramEnd; operations: number | undefined }> {
  let operations: number | undefined;
  const hear = (line: string) => {
    const [, count] = operationsLine.exec(line) ?? [];
    if (count === undefined) process.stderr.write(`${line}\n`);
    else operations = Number(count);
  };
  const output = new OutputLines(hear, { input: 'ignore' });
  const program = await StartedProgram.start(commandOf(drive), output, told);
  const stop = () => void program.stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (signal.aborted) stop();
    const [end] = await Promise.all([program.ended, output.ended()]);
    return { end, operations };
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function commandOf(drive: string): readonly string[] {
  const isScript =
    /\.[cm]?[jt]s$/.test(drive) && statSync(drive, { throwIfNoEntry: false })?.isFile() === true;
  return isScript ? [process.execPath, drive] : ['sh', '-c', drive];
}

function driveFailed(drive: string, end: ProgramEnd, interval: number): UserError {
  return new UserError(
    'drive-failed',
    `the drive ${drive} ended with ${end} in ${interval === 0 ? 'the warm-up' : `interval ${interval}`}`,
    'run it on its own against the program until it ends with exit code 0',
  );
}
