import yargs, { type Argv } from 'yargs';
import { hideBin } from 'yargs/helpers';
import { tool } from '../format/tool.ts';
import { UserError } from '../format/user-error.ts';
import { allocationsCommand } from './commands/allocations.ts';
import { analyzeCommand } from './commands/analyze.ts';
import { attachCommand } from './commands/attach.ts';
import { checkCommand } from './commands/check.ts';
import { classesCommand } from './commands/classes.ts';
import { closuresCommand } from './commands/closures.ts';
import { diffCommand } from './commands/diff.ts';
import { dominatorsCommand } from './commands/dominators.ts';
import { explainCommand } from './commands/explain.ts';
import { objectsCommand } from './commands/objects.ts';
import { pathsCommand } from './commands/paths.ts';
import { psCommand } from './commands/ps.ts';
import { recordCommand } from './commands/record.ts';
import { redactCommand } from './commands/redact.ts';
import { retainersCommand } from './commands/retainers.ts';
import { stringsCommand } from './commands/strings.ts';
import { triageCommand } from './commands/triage.ts';
import { viewCommand } from './commands/view.ts';
import { watchCommand } from './commands/watch.ts';
import { endQuietlyOnClosedPipes, printError } from './output/terminal.ts';
import { exitCodeOfError } from './requests/exit-codes.ts';
import { namingStandardInput } from './requests/standard-input.ts';

const widestHelp = 110;

/** The commands as they are typed; each one loads what it does only when it runs, so that help is quick. */
function commandLine(words: readonly string[]): Argv {
  const line = yargs([...words])
    .scriptName(tool.name)
    .locale('en')
    .usage('$0 COMMAND\n\nSays what grows in a live Node process, who holds it, and how sure it is.')
    .command(psCommand)
    .command(attachCommand)
    .command(recordCommand)
    .command(checkCommand)
    .command(watchCommand)
    .command(analyzeCommand)
    .command(explainCommand)
    .command(diffCommand)
    .command(triageCommand)
    .command(viewCommand)
    .command(redactCommand)
    .command(classesCommand)
    .command(pathsCommand)
    .command(objectsCommand)
    .command(retainersCommand)
    .command(dominatorsCommand)
    .command(stringsCommand)
    .command(closuresCommand)
    .command(allocationsCommand)
    .demandCommand(1, 'no command was named')
    .recommendCommands()
    .strict()
    .version(tool.version)
    .alias({ help: 'h', version: 'v' })
    .epilogue('Exit codes: 0 no growth, 1 suspects, 2 usage, 3 inconclusive or capture failed.')
    .exitProcess(false)
    .fail((message, error) => {
      throw error ?? new UserError('usage', asFact(message), 'see heaptrail --help');
    });
  return line.wrap(Math.min(widestHelp, line.terminalWidth()));
}

/** yargs speaks in capitalised sentences over several lines; errors here are one fact in lower case. */
function asFact(message: string): string {
  const [first, ...more] = message.split('\n').map((line) => line.trim());
  const fact = [first, ...more].filter((line) => line !== '').join(' ');
  if (fact.startsWith('Did you mean')) return `there is no such command: d${fact.slice(1)}`;
  return `${fact.charAt(0).toLowerCase()}${fact.slice(1)}`;
}

/** Runs the command that was typed, and leaves its exit code to the process. */
export async function run(argv: readonly string[]): Promise<void> {
  endQuietlyOnClosedPipes();
  try {
    await commandLine(namingStandardInput(hideBin([...argv]))).parseAsync();
  } catch (error) {
    printError(error);
    process.exitCode = exitCodeOfError(error);
  }
}
