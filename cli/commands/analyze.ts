import type { CommandModule } from 'yargs';
import { UserError } from '../../format/user-error.ts';
import { type ConfigurationArgument, configurationOption } from '../requests/configuration-option.ts';
import { type FailOn, failOnChoices } from '../requests/exit-codes.ts';
import { reporterOption } from '../requests/reporter-option.ts';

interface AnalyzeArguments {
  readonly source: readonly string[];
  readonly json: boolean;
  readonly reporter: readonly string[] | undefined;
  readonly 'output-file': string | undefined;
  readonly html: string | undefined;
  readonly 'include-strings': boolean;
  readonly 'fail-on': FailOn;
  readonly all: boolean;
  readonly operations: number | undefined;
  readonly config: ConfigurationArgument;
  readonly 'max-memory': string | undefined;
}

export const analyzeCommand: CommandModule<object, AnalyzeArguments> = {
  command: 'analyze <source..>',
  describe: 'say what grows in a recording or between heap snapshots, and who holds it',
  builder: (yargs) =>
    yargs
      .positional('source', {
        describe: 'the folder of a recording, or two or more .heapsnapshot files of one process',
        type: 'string',
        array: true,
        demandOption: true,
      })
      .option('json', { describe: 'print the report as JSON', type: 'boolean', default: false })
      .option('reporter', reporterOption)
      .option('output-file', {
        describe: 'write the report to this file instead of stdout',
        type: 'string',
        requiresArg: true,
      })
      .option('html', {
        describe: 'write the page of heaptrail view to this file too',
        type: 'string',
        requiresArg: true,
      })
      .option('include-strings', {
        describe: "let that page show what the target's strings say; they may hold secrets",
        type: 'boolean',
        default: false,
      })
      .option('fail-on', {
        describe: 'the weakest verdict that ends with exit code 1',
        choices: failOnChoices,
        default: 'growth' as const,
      })
      .option('all', {
        describe: 'show every suspect, not only the first five',
        type: 'boolean',
        default: false,
      })
      .option('config', configurationOption)
      .option('max-memory', {
        describe: 'refuse captures that need more memory than this: 800m, 2g (default: what the machine has)',
        type: 'string',
        requiresArg: true,
      })
      .option('operations', {
        describe: 'how many operations the program did between two captures, for rates per operation',
        type: 'number',
        requiresArg: true,
      })
      .check(({ html, includeStrings }) => {
        if (!includeStrings || html !== undefined) return true;
        throw new UserError(
          'usage',
          '--include-strings is for a page, and none is written',
          'name its file with --html, or leave it out: a report has no string contents',
        );
      })
      .example('$0 analyze agent.heaptrail', 'the verdict of a recording')
      .example('$0 analyze 1.heapsnapshot 2.heapsnapshot 3.heapsnapshot', 'compare snapshots of one process')
      .example('$0 analyze agent.heaptrail --json --fail-on possible', 'for a pipeline')
      .example(
        '$0 analyze agent.heaptrail --reporter junit=leaks.xml --reporter sarif=leaks.sarif',
        'for a CI',
      ),
  handler: async (args) => {
    const { source, html, includeStrings, failOn, all, config, operations } = args;
    const { analyzeAndPrint } = await import('../actions/analyze-and-print.ts');
    const { parseSize } = await import('../../format/size.ts');
    const { loadConfiguration } = await import('../requests/configuration.ts');
    const { outletsFrom } = await import('../output/outlets.ts');
    const outlets = outletsFrom(args);
    const configuration = await loadConfiguration(config);
    const maxMemory = args.maxMemory === undefined ? undefined : parseSize(args.maxMemory);
    const options = {
      outlets,
      html,
      includeStrings,
      failOn,
      all,
      configuration,
      maxMemory,
      operationsPerInterval: requirePositive(operations),
    };
    process.exitCode = await analyzeAndPrint(source, options);
  },
};

function requirePositive(operations: number | undefined): number | undefined {
  if (operations === undefined || operations > 0) return operations;
  throw new UserError(
    'usage',
    `${operations} is not a number of operations`,
    'give a positive number, for example --operations 500',
  );
}
