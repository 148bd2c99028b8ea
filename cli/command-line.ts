import yargs, { type Argv, type CommandModule } from 'yargs';
import { hideBin } from 'yargs/helpers';
import { tool } from '../format/tool.ts';
import { allocationsCommand } from './commands/allocations.ts';
import { analyzeCommand } from './commands/analyze.ts';
import { attachCommand } from './commands/attach.ts';
import { autopsyCommand } from './commands/autopsy.ts';
import { checkCommand } from './commands/check.ts';
import { classesCommand } from './commands/classes.ts';
import { closuresCommand } from './commands/closures.ts';
import { compareBuildsCommand } from './commands/compare-builds.ts';
import { diffCommand } from './commands/diff.ts';
import { doctorCommand } from './commands/doctor.ts';
import { dominatorsCommand } from './commands/dominators.ts';
import { explainCommand } from './commands/explain.ts';
import { fleetCommand } from './commands/fleet.ts';
import { mcpCommand } from './commands/mcp.ts';
import { objectsCommand } from './commands/objects.ts';
import { pathsCommand } from './commands/paths.ts';
import { peakCommand } from './commands/peak.ts';
import { psCommand } from './commands/ps.ts';
import { queryCommand } from './commands/query.ts';
import { recordCommand } from './commands/record.ts';
import { redactCommand } from './commands/redact.ts';
import { retainersCommand } from './commands/retainers.ts';
import { stringsCommand } from './commands/strings.ts';
import { triageCommand } from './commands/triage.ts';
import { viewCommand } from './commands/view.ts';
import { watchCommand } from './commands/watch.ts';
import { workerCommand } from './commands/worker.ts';
import { endQuietlyOnClosedPipes, ownCommand, print, printError } from './output/terminal.ts';
import { tour } from './output/tour.ts';
import { askingForHelp } from './requests/asked-for-help.ts';
import { exitCode, exitCodeOfError } from './requests/exit-codes.ts';
import { namingStandardInput } from './requests/standard-input.ts';
import { usageError } from './requests/usage-error.ts';

const widestHelp = 110;

/** Each one loads what it does only when it runs, so that help is quick. */
export const commands: readonly Pick<CommandModule, 'command'>[] = [
  psCommand,
  attachCommand,
  recordCommand,
  checkCommand,
  compareBuildsCommand,
  peakCommand,
  watchCommand,
  doctorCommand,
  analyzeCommand,
  explainCommand,
  diffCommand,
  triageCommand,
  autopsyCommand,
  fleetCommand,
  workerCommand,
  viewCommand,
  redactCommand,
  classesCommand,
  pathsCommand,
  objectsCommand,
  retainersCommand,
  dominatorsCommand,
  stringsCommand,
  closuresCommand,
  queryCommand,
  allocationsCommand,
  mcpCommand,
];

const completion = 'completion';
/** A shell asks for the words that fit with this option. */
const completes = '--get-yargs-completions';

/** The commands as they are typed. */
function commandLine(words: readonly string[]): Argv {
  // A shell completes the name of a command, not that of npx.
  const name = words[0] === completion || words.includes(completes) ? tool.name : ownCommand;
  const line = yargs([...words])
    .scriptName(name)
    .locale('en')
    .usage('$0 COMMAND\n\nSays what grows in a live Node or Bun process, who holds it, and how sure it is.')
    .demandCommand(1, 'no command was named')
    .recommendCommands()
    .strict()
    .version(tool.version)
    .alias({ help: 'h', version: 'v' })
    .epilogue('Exit codes: 0 no growth, 1 suspects, 2 usage, 3 inconclusive or capture failed.')
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? usageError(message, { words, commands: syntaxes(), options: optionsOf(line) });
    });
  // yargs takes commands of any arguments, but its types want them alike.
  for (const command of commands) line.command(command as CommandModule);
  keepNoHelp(line);
  return line
    .completion(completion, 'print a script that lets your shell complete commands and options')
    .wrap(Math.min(widestHelp, line.terminalWidth()));
}

function syntaxes(): readonly string[] {
  return [...commands.map(({ command }) => [command].flat().join(' ')), completion];
}

/** With the command that was typed, yargs takes in its options; its types do not tell. */
function optionsOf(line: Argv): readonly string[] {
  const { key, alias } = (line as unknown as YargsInside).getOptions();
  return [...Object.keys(key), ...Object.values(alias).flat()].filter((name) => name.length > 1);
}

/**
 * Before each command, yargs draws its help in case a check that comes later fails, and measures every word of it: a sixth
 * of the time until an attach sends its first byte. Here every failure is an error with words of its own.
 */
function keepNoHelp(line: Argv): void {
  (line as unknown as YargsInside).getInternalMethods().getUsageInstance().cacheHelpMessage = () => {};
}

interface YargsInside {
  getOptions(): {
    readonly key: Readonly<Record<string, unknown>>;
    readonly alias: Readonly<Record<string, readonly string[]>>;
  };
  getInternalMethods(): { getUsageInstance(): { cacheHelpMessage: () => void } };
}

/** Runs the command that was typed, and leaves its exit code to the process. */
export async function run(argv: readonly string[]): Promise<void> {
  endQuietlyOnClosedPipes();
  const words = namingStandardInput(askingForHelp(hideBin([...argv])));
  try {
    if (words.length === 0) await showTour();
    else await commandLine(words).parseAsync();
  } catch (error) {
    printError(error);
    process.exitCode = exitCodeOfError(error);
  }
}

/** No command is wrong usage: a script whose variable is empty must not look green. */
async function showTour(): Promise<void> {
  await print(tour(ownCommand));
  process.exitCode = exitCode.usage;
}
