import type { CommandModule } from 'yargs';
import { type ConfigurationArgument, configurationOption } from '../requests/configuration-option.ts';
import { reporterOption } from '../requests/reporter-option.ts';
import { htmlOption, sourceOption } from '../requests/shared-options.ts';
import { exitingWith } from './exiting-with.ts';

interface DiffArguments {
  readonly before: string;
  readonly after: string;
  readonly json: boolean;
  readonly reporter: readonly string[] | undefined;
  readonly html: string | undefined;
  readonly source: boolean;
  readonly config: ConfigurationArgument;
}

export const diffCommand: CommandModule<object, DiffArguments> = {
  command: 'diff <before> <after>',
  describe: 'compare two recordings or reports: which suspects are new, gone, faster or slower',
  builder: (yargs) =>
    yargs
      .positional('before', {
        describe: 'a recording, or a report written with --json',
        type: 'string',
        demandOption: true,
      })
      .positional('after', { describe: 'the same program later', type: 'string', demandOption: true })
      .option('json', { describe: 'print the difference as JSON', type: 'boolean', default: false })
      .option('reporter', reporterOption)
      .option('html', {
        ...htmlOption,
        describe: 'also write a page that shows both to this file',
      })
      .option('source', sourceOption)
      .option('config', configurationOption)
      .example('$0 diff main.heaptrail branch.heaptrail', 'exit code 1 if a suspect is new or faster')
      .example('$0 diff main.heaptrail branch.heaptrail --html diff.html', 'a page with both')
      .example('$0 diff main.json branch.heaptrail', 'a stored report against a recording'),
  handler: exitingWith(async (args) => {
    const { before, after, html, source } = args;
    const { diffAndPrint } = await import('../actions/diff-and-print.ts');
    const { loadConfiguration } = await import('../requests/configuration.ts');
    const { outletsFrom } = await import('../output/outlets.ts');
    const outlets = outletsFrom({ json: args.json, reporter: args.reporter });
    const configuration = await loadConfiguration(args.config);
    return await diffAndPrint({ before, after, html, source, outlets, configuration });
  }),
};
