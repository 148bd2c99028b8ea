import type { CommandModule } from 'yargs';
import { UserError } from '../../format/user-error.ts';
import { type ConfigurationArgument, configurationOption } from '../requests/configuration-option.ts';
import { sourceOption } from '../requests/shared-options.ts';
import { exitingWith } from './exiting-with.ts';

interface ViewArguments {
  readonly recording: readonly string[];
  readonly source: boolean;
  readonly html: string | undefined;
  readonly 'include-strings': boolean;
  readonly open: boolean;
  readonly serve: boolean;
  readonly config: ConfigurationArgument;
}

export const viewCommand: CommandModule<object, ViewArguments> = {
  command: 'view <recording..>',
  describe: 'write one HTML page: what grows, who holds it and what is in the heap',
  builder: (yargs) =>
    yargs
      .positional('recording', {
        describe: 'a recording, a JSON report, or .heapsnapshot files',
        type: 'string',
        array: true,
        demandOption: true,
      })
      .option('html', {
        alias: ['o', 'output'],
        describe: 'the file to write (default: named after the source, in this folder)',
        type: 'string',
        requiresArg: true,
      })
      .option('include-strings', {
        describe: 'show the contents of strings, which may hold secrets',
        type: 'boolean',
        default: false,
      })
      .option('source', sourceOption)
      .option('open', { describe: 'show the page in your browser', type: 'boolean', default: false })
      .option('serve', {
        describe: 'serve the page on this machine only, until Ctrl-C, instead of writing a file',
        type: 'boolean',
        default: false,
      })
      .option('config', configurationOption)
      .example('$0 view agent.heaptrail', 'writes agent.html, which can be mailed')
      .example('$0 view agent.heaptrail --html report.html --open', 'writes it and shows it')
      .example('$0 view 1.heapsnapshot', 'what is in one snapshot'),
  handler: exitingWith(async ({ recording, source, html, includeStrings, open, serve, config }) => {
    const { viewPage } = await import('../actions/view-page.ts');
    const { loadConfiguration } = await import('../requests/configuration.ts');
    const configuration = await loadConfiguration(config);
    if (serve && html !== undefined)
      throw new UserError('usage', '--serve writes no file', 'leave out either --serve or --html');
    const choices = { includeStrings, source, configuration };
    return await viewPage({ paths: recording, output: html, open, serve, ...choices });
  }),
};
