import type { Argv } from 'yargs';
import { programPositional } from './program-words.ts';
import { reporterOption } from './reporter-option.ts';
import { forceOption, htmlOption, outOption, quietOption, sourceOption } from './shared-options.ts';

export interface PeakArguments {
  readonly program: readonly string[] | undefined;
  readonly runs: number;
  readonly 'fail-above': string | undefined;
  readonly 'max-pause': string;
  readonly force: boolean;
  readonly out: string | undefined;
  readonly html: string | undefined;
  readonly source: boolean;
  readonly json: boolean;
  readonly reporter: readonly string[] | undefined;
  readonly quiet: boolean;
}

export function peakOptions(yargs: Argv): Argv<PeakArguments> {
  return yargs
    .positional('program', programPositional)
    .option('runs', {
      type: 'number',
      choices: [1, 2],
      default: 1,
      requiresArg: true,
      describe: '2: only watch the first run, and capture the second one where the first had its peak',
    })
    .option('fail-above', {
      type: 'string',
      requiresArg: true,
      describe: 'end with exit code 1 if the peak is higher than this: 800m, 2g',
    })
    .option('max-pause', {
      type: 'string',
      default: '5m',
      requiresArg: true,
      describe: 'how long captures may pause the run in all',
    })
    .option('force', forceOption)
    .option('out', {
      ...outOption,
      describe: 'keep the capture in this folder, as a recording; must be new or empty',
    })
    .option('html', htmlOption)
    .option('source', sourceOption)
    .option('json', { describe: 'print the report as JSON', type: 'boolean', default: false })
    .option('reporter', reporterOption)
    .option('quiet', quietOption);
}
