import type { CommandModule } from 'yargs';
import { UserError } from '../../format/user-error.ts';
import { type ConfigurationArgument, configurationOption } from '../configuration-option.ts';
import { type FailOn, failOnChoices } from '../exit-codes.ts';

interface AnalyzeArguments {
  readonly source: readonly string[];
  readonly json: boolean;
  readonly 'output-file': string | undefined;
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
      .option('output-file', {
        describe: 'write the report to this file instead of stdout',
        type: 'string',
        requiresArg: true,
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
      .example('$0 analyze agent.heaptrail', 'the verdict of a recording')
      .example('$0 analyze 1.heapsnapshot 2.heapsnapshot 3.heapsnapshot', 'compare snapshots of one process')
      .example('$0 analyze agent.heaptrail --json --fail-on possible', 'for a pipeline'),
  handler: async ({ source, json, outputFile, failOn, all, config, maxMemory: limit, operations }) => {
    const { analyzeAndPrint } = await import('../analyze-and-print.ts');
    const { parseSize } = await import('../size.ts');
    const { loadConfiguration } = await import('../configuration.ts');
    const configuration = await loadConfiguration(config);
    const maxMemory = limit === undefined ? undefined : parseSize(limit);
    const options = {
      json,
      outputFile,
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
