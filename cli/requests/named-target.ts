import { basename } from 'node:path';
import { maskedArguments } from '../../format/masked-arguments.ts';
import { counted } from '../../format/quantities.ts';
import { UserError } from '../../format/user-error.ts';
import type { TargetProcess } from '../../probes/target/target-process.ts';
import { nearestWord } from './nearest-word.ts';

export const nameOption = {
  type: 'string',
  requiresArg: true,
  describe: 'instead of a pid: the script that the process runs, its path or its title',
} as const;

const shownProcesses = 5;
const longestCommand = 60;

/**
 * The one process that runs this.
 * @throws UserError `usage` if there is none, or several
 */
export async function targetNamed(name: string): Promise<number> {
  const { listTargets } = await import('../../probes/target/target-process.ts');
  const { isOwnCommand } = await import('../../probes/watch/own-command.ts');
  return oneNamed(
    name,
    listTargets().filter(({ command }) => !isOwnCommand(command)),
  );
}

/** @throws UserError `usage` */
export function oneNamed(name: string, targets: readonly Pick<TargetProcess, 'pid' | 'command'>[]): number {
  const fitting = targets.filter(({ command }) => isNamed(command, name));
  if (fitting.length === 1) return fitting[0].pid;
  if (fitting.length === 0) throw noneNamed(name, targets);
  const shown = fitting.slice(0, shownProcesses).map(({ pid, command }) => `${pid} (${inShort(command)})`);
  throw new UserError(
    'usage',
    `${counted(fitting.length, 'process')} run ${name}`,
    `give the pid of one: ${shown.join(', ')}`,
  );
}

/** By its title, which takes the place of all arguments, or by one of its files. What else it was given names no process. */
function isNamed(command: readonly string[], name: string): boolean {
  return filesIn(command).some((file) => file === name || file.endsWith(`/${name}`));
}

/** The program, and the first argument that is no option: the script, if there is one. */
function filesIn([program = '', ...rest]: readonly string[]): readonly string[] {
  const script =
    rest.find((word) => /\.[cm]?[jt]sx?$/.test(word)) ?? rest.find((word) => !word.startsWith('-'));
  // A title is one text.
  const title = program.includes(' ') ? [program.split(' ')[0]] : [];
  return [program, ...title, ...(script === undefined ? [] : [script])];
}

function noneNamed(name: string, targets: readonly Pick<TargetProcess, 'command'>[]): UserError {
  const known = [
    ...new Set(targets.flatMap(({ command }) => filesIn(command)).map((file) => basename(file))),
  ];
  const meant = nearestWord(name, known);
  return new UserError(
    'usage',
    `no Node or Bun process runs ${name}`,
    meant === undefined ? 'heaptrail ps lists the processes' : `did you mean --name ${meant}?`,
  );
}

function inShort(command: readonly string[]): string {
  const words = maskedArguments(command).join(' ');
  return words.length > longestCommand ? `${words.slice(0, longestCommand)}…` : words;
}
