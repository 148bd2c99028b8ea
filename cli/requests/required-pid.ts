import { maskedArguments } from '../../format/masked-arguments.ts';
import { UserError } from '../../format/user-error.ts';
import type { TargetProcess } from '../../probes/target/target-process.ts';
import { isProcessId } from './whole-numbers.ts';

/** So many processes are named; `heaptrail ps` lists all. */
const shownProcesses = 3;
const longestCommand = 60;

/** @throws UserError `usage`, with the processes that could be meant */
export async function requirePid(pid: number | undefined, command = 'attach'): Promise<number> {
  if (pid !== undefined && isProcessId(pid)) return pid;
  const { listTargets } = await import('../../probes/target/target-process.ts');
  const { isOwnCommand } = await import('../../probes/watch/own-command.ts');
  const others = listTargets().filter(({ command }) => !isOwnCommand(command));
  // The one with the most memory is the likeliest to be asked about.
  throw missingPid(
    pid === undefined ? command : undefined,
    others.toSorted((a, b) => (b.rss ?? 0) - (a.rss ?? 0)),
  );
}

/** @param needing the command that was typed without a pid; absent if one was typed that is none */
export function missingPid(needing: string | undefined, targets: readonly TargetProcess[]): UserError {
  return new UserError(
    'usage',
    needing === undefined ? 'that is not a process id' : `${needing} needs the pid of a process`,
    targets.length === 0
      ? 'no Node or Bun process is running; start one with heaptrail record -- node server.js'
      : `give one of: ${targets.slice(0, shownProcesses).map(shown).join(', ')}; heaptrail ps lists them all`,
  );
}

function shown({ pid, command }: TargetProcess): string {
  const words = maskedArguments(command).join(' ');
  return `${pid} (${words.length > longestCommand ? `${words.slice(0, longestCommand)}…` : words})`;
}
