import type { Argv } from 'yargs';
import { type ConfigurationArgument, configurationOption } from './configuration-option.ts';
import { programPositional } from './program-words.ts';
import { reporterOption } from './reporter-option.ts';
import { quietOption, sourceOption } from './shared-options.ts';
import { type WorkArguments, workOptions } from './work-options.ts';

export interface CompareBuildsArguments extends WorkArguments {
  readonly program: readonly string[] | undefined;
  readonly base: string | undefined;
  readonly head: string | undefined;
  readonly 'base-dir': string | undefined;
  readonly 'head-dir': string | undefined;
  readonly limit: string;
  readonly explain: boolean;
  readonly out: string | undefined;
  readonly html: string | undefined;
  readonly source: boolean;
  readonly json: boolean;
  readonly reporter: readonly string[] | undefined;
  readonly config: ConfigurationArgument;
  readonly quiet: boolean;
}

export function compareBuildsOptions(yargs: Argv): Argv<CompareBuildsArguments> {
  return reporting(workOptions(twoBuilds(yargs.positional('program', programPositional))));
}

function twoBuilds<T>(yargs: Argv<T>) {
  return yargs
    .option('base', {
      type: 'string',
      requiresArg: true,
      describe: 'command for the shell that starts the build to compare with',
    })
    .option('head', {
      type: 'string',
      requiresArg: true,
      describe: 'command for the shell that starts the build that may be worse',
    })
    .option('base-dir', {
      type: 'string',
      requiresArg: true,
      describe: 'folder in which the base is started, for example a checkout of the main branch',
    })
    .option('head-dir', {
      type: 'string',
      requiresArg: true,
      describe: 'folder in which the head is started (default: here)',
    })
    .option('limit', {
      type: 'string',
      default: '10m',
      requiresArg: true,
      describe: 'how long to go on if it is not clear yet; no round begins that would end later',
    });
}

function reporting<T>(yargs: Argv<T>) {
  return yargs
    .option('explain', {
      type: 'boolean',
      default: true,
      describe:
        'if the head is worse, record one more process of each build to name what is new; --no-explain leaves it out',
    })
    .option('out', {
      type: 'string',
      requiresArg: true,
      describe:
        'keep these two recordings in this folder, as base.heaptrail and head.heaptrail; they are deleted otherwise',
    })
    .option('html', {
      type: 'string',
      requiresArg: true,
      describe: 'if the head is worse, write a page that shows both recordings to this file',
    })
    .option('source', sourceOption)
    .option('json', { describe: 'print the comparison as JSON', type: 'boolean', default: false })
    .option('reporter', reporterOption)
    .option('config', configurationOption)
    .option('quiet', quietOption);
}
