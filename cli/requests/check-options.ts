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

/** The file with what is accepted, unless another one is named. */
export const defaultBaseline = 'heaptrail.baseline.json';

export interface CheckArguments extends JudgementArguments {
  readonly program: readonly string[] | undefined;
  readonly load: string | undefined;
  readonly requests: number | undefined;
  readonly duration: string | undefined;
  readonly connections: number;
  readonly rate: number | undefined;
  readonly drive: string | undefined;
  readonly page: string | undefined;
  readonly script: string | undefined;
  readonly repeat: number | undefined;
  readonly browser: string | undefined;
  readonly every: string | undefined;
  readonly 'ready-url': string | undefined;
  readonly 'ready-line': string | undefined;
  readonly 'ready-timeout': string;
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
  return judging(visiting(driving(yargs.positional('program', programPositional))))
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

function driving<T>(yargs: Argv<T>) {
  return yargs
    .option('load', {
      type: 'string',
      requiresArg: true,
      describe: 'URL to request again and again (needs autocannon in your project)',
    })
    .option('requests', {
      type: 'number',
      requiresArg: true,
      describe: 'number of requests per interval (default 503)',
    })
    .option('duration', {
      type: 'string',
      requiresArg: true,
      describe: 'how long to send requests in each interval, instead of --requests: 5s',
    })
    .option('connections', {
      type: 'number',
      default: 10,
      requiresArg: true,
      describe: 'number of connections that send the requests',
    })
    .option('rate', { type: 'number', requiresArg: true, describe: 'at most this many requests per second' })
    .option('drive', {
      type: 'string',
      requiresArg: true,
      describe:
        'script or command that makes the program work, run once an interval; ' +
        'if it prints "operations: 500", rates are per operation',
    })
    .option('every', {
      type: 'string',
      requiresArg: true,
      describe: 'length of an interval, for a program that works by itself',
    })
    .option('operations', {
      type: 'string',
      requiresArg: true,
      describe: 'expression the program evaluates at each capture to count its operations',
    })
    .option('ready-url', {
      type: 'string',
      requiresArg: true,
      describe: 'the program is ready when this URL answers',
    })
    .option('ready-line', {
      type: 'string',
      requiresArg: true,
      describe:
        'the program is ready when it prints a line with this text (default: when the port of --load is open)',
    })
    .option('ready-timeout', {
      type: 'string',
      default: '30s',
      requiresArg: true,
      describe: 'how long to wait until the program is ready',
    });
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
