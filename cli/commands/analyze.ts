import type { CommandModule } from 'yargs';
import { UserError } from '../../format/user-error.ts';
import { type AnalyzeArguments, analyzeRequest } from '../requests/analyze-request.ts';
import { configurationOption } from '../requests/configuration-option.ts';
import { reporterOption } from '../requests/reporter-option.ts';
import {
  expectEndsOption,
  failOnOption,
  htmlOption,
  jsonReportOption,
  outputFileOption,
  sourceOption,
  storeOption,
} from '../requests/shared-options.ts';
import { exitingWith } from './exiting-with.ts';

export const analyzeCommand: CommandModule<object, AnalyzeArguments> = {
  command: 'analyze <recording..>',
  describe: 'say what grows in a recording or between heap snapshots, and who holds it',
  builder: (yargs) =>
    yargs
      .positional('recording', {
        describe: 'the folder of a recording, or two or more .heapsnapshot files of one process',
        type: 'string',
        array: true,
        demandOption: true,
      })
      .option('json', jsonReportOption)
      .option('reporter', reporterOption)
      .option('output-file', outputFileOption)
      .option('html', htmlOption)
      .option('source', sourceOption)
      .option('include-strings', {
        describe: 'let that page show the contents of strings, which may hold secrets',
        type: 'boolean',
        default: false,
      })
      .option('fail-on', { ...failOnOption, default: 'growth' as const })
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
      .option('store', storeOption)
      .option('expect-ends', expectEndsOption)
      .option('operations', {
        describe: 'number of operations between two captures, to show rates per operation',
        type: 'number',
        requiresArg: true,
      })
      .check(({ html, includeStrings }) => {
        if (!includeStrings || html !== undefined) return true;
        throw new UserError(
          'usage',
          '--include-strings needs a page, and no page is written',
          'add --html FILE, or leave out --include-strings: a report never shows string contents',
        );
      })
      .example('$0 analyze agent.heaptrail', 'the verdict of a recording')
      .example('$0 analyze 1.heapsnapshot 2.heapsnapshot 3.heapsnapshot', 'compare snapshots of one process')
      .example('$0 analyze agent.heaptrail --json --fail-on possible', 'for a pipeline')
      .example(
        '$0 analyze agent.heaptrail --reporter junit=leaks.xml --reporter sarif=leaks.sarif',
        'for CI',
      ),
  handler: exitingWith(async (args) => {
    const request = await analyzeRequest(args);
    const { analyzeAndPrint } = await import('../actions/analyze-and-print.ts');
    return await analyzeAndPrint(request);
  }),
};
