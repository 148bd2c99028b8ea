import type { Argv } from 'yargs';
import { configurationOption } from './configuration-option.ts';
import type { FailOn } from './exit-codes.ts';
import type { JudgementArguments } from './judgement-request.ts';
import { keepOption } from './keep-option.ts';
import { programPositional } from './program-words.ts';
import { reporterOption } from './reporter-option.ts';
import {
  expectEndsOption,
  failOnOption,
  forceOption,
  htmlOption,
  jsonReportOption,
  outOption,
  quietOption,
  sourceOption,
} from './shared-options.ts';
import { type WorkArguments, workOptions } from './work-options.ts';

/** The file with what is accepted, unless another one is named. */
export const defaultBaseline = 'heaptrail.baseline.json';

export interface CheckArguments extends JudgementArguments, WorkArguments {
  readonly program: readonly string[] | undefined;
  readonly page: string | undefined;
  readonly script: string | undefined;
  readonly repeat: number | undefined;
  readonly browser: string | undefined;
  readonly captures: number;
  readonly operations: string | undefined;
  readonly baseline: string | undefined;
  readonly update: boolean;
  readonly tolerance: number;
  readonly out: string | undefined;
  readonly keep: string | undefined;
  readonly force: boolean;
  readonly sampling: boolean;
  readonly 'fail-on': FailOn;
  readonly quiet: boolean;
}

export function checkOptions(yargs: Argv): Argv<CheckArguments> {
  return judging(visiting(workOptions(yargs.positional('program', programPositional))))
    .option('operations', {
      type: 'string',
      requiresArg: true,
      describe: 'expression the program evaluates at each capture to count its operations',
    })
    .option('out', outOption)
    .option('keep', keepOption)
    .option('force', forceOption)
    .option('sampling', {
      type: 'boolean',
      default: true,
      describe: 'sample allocations, to tell which calls allocate what grows; --no-sampling turns it off',
    })
    .option('quiet', quietOption);
}

function visiting<T>(yargs: Argv<T>) {
  return yargs
    .option('page', {
      type: 'string',
      requiresArg: true,
      describe:
        'URL of a page to load in Chromium instead of starting a program (needs playwright-core in your project)',
    })
    .option('script', {
      type: 'string',
      requiresArg: true,
      describe:
        'file that exports what is done in the page: action(page), back(page) to undo it, setup(page) once before',
    })
    .option('repeat', {
      type: 'number',
      requiresArg: true,
      describe: 'how many times action and back are called per interval (default 11)',
    })
    .option('browser', {
      type: 'string',
      requiresArg: true,
      describe: "the program of the Chromium to start (default: Playwright's own, or the one in PATH)",
    });
}

function judging<T>(yargs: Argv<T>) {
  return yargs
    .option('captures', {
      type: 'number',
      default: 4,
      requiresArg: true,
      describe: 'how many heap snapshots to take: one after the warm-up and one after each interval',
    })
    .option('baseline', {
      type: 'string',
      requiresArg: true,
      describe: `file with the accepted suspects and their rates (default: ${defaultBaseline})`,
    })
    .option('update', {
      type: 'boolean',
      default: false,
      describe: 'accept what grows: write it into the baseline instead of failing',
    })
    .option('tolerance', {
      type: 'number',
      default: 0.25,
      requiresArg: true,
      describe: 'how much faster than accepted a suspect may grow, as a fraction',
    })
    .option('json', jsonReportOption)
    .option('reporter', reporterOption)
    .option('expect-ends', expectEndsOption)
    .option('html', htmlOption)
    .option('source', sourceOption)
    .option('fail-on', { ...failOnOption, default: 'growth' as const })
    .option('config', configurationOption);
}
