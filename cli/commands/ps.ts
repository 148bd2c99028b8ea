import type { CommandModule } from 'yargs';
import { maskedArguments } from '../../format/masked-arguments.ts';
import { printable, printableJson } from '../../format/printable.ts';
import { bytes } from '../../format/quantities.ts';
import type { TargetProcess } from '../../probes/target/target-process.ts';
import { print } from '../output/terminal.ts';
import { exitCode } from '../requests/exit-codes.ts';
import { exitingWith } from './exiting-with.ts';

interface PsArguments {
  readonly json: boolean;
}

export const psCommand: CommandModule<object, PsArguments> = {
  command: 'ps',
  describe: 'list the Node, Bun and Deno processes on this machine',
  builder: (yargs) =>
    yargs.option('json', {
      type: 'boolean',
      default: false,
      describe: 'print a JSON array instead of a table',
    }),
  handler: exitingWith(async ({ json }) => {
    const { listTargets } = await import('../../probes/target/target-process.ts');
    const targets = listTargets();
    await print(json ? printableJson(targets.map(masked), 2) + '\n' : table(targets));
    return exitCode.noGrowth;
  }),
};

function table(targets: readonly TargetProcess[]): string {
  const rows = [['PID', 'RUNTIME', 'RSS', 'USER', 'STARTED', 'COMMAND'], ...targets.map(row)];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)));
  return rows.map((cells) => rowText(cells, widths)).join('');
}

function row(target: TargetProcess): string[] {
  return [
    String(target.pid),
    `${target.runtime} ${target.version ?? '?'}`,
    target.rss === undefined ? '' : bytes(target.rss),
    target.user,
    started(target.startedAt),
    printable(maskedArguments(target.command).join(' ')),
  ];
}

/** `2026-01-31 23:59`, in local time. */
function started(at: number): string {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16).replace('T', ' ');
}

function rowText(cells: readonly string[], widths: readonly number[]): string {
  const padded = cells.map((cell, column) =>
    column === cells.length - 1 ? cell : cell.padEnd(widths[column]!),
  );
  return padded.join('  ').slice(0, process.stdout.isTTY ? process.stdout.columns : undefined) + '\n';
}

function masked(target: TargetProcess): TargetProcess {
  return { ...target, command: maskedArguments(target.command) };
}
