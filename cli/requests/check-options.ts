import type { Argv } from 'yargs';
import { UserError } from '../../format/user-error.ts';
import { defaultBaseline } from './baseline-file.ts';
import { type ConfigurationArgument, configurationOption } from './configuration-option.ts';
import { type FailOn, failOnChoices } from './exit-codes.ts';
import { reporterOption } from './reporter-option.ts';

export interface CheckArguments {
  readonly program: readonly string[] | undefined;
  readonly load: string | undefined;
  readonly requests: number | undefined;
  readonly duration: string | undefined;
  readonly connections: number;
  readonly rate: number | undefined;
  readonly drive: string | undefined;
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
  readonly force: boolean;
  readonly sampling: boolean;
  readonly json: boolean;
  readonly reporter: readonly string[] | undefined;
  readonly html: string | undefined;
  readonly 'fail-on': FailOn;
  readonly config: ConfigurationArgument;
  readonly quiet: boolean;
}

export function checkOptions(yargs: Argv): Argv<CheckArguments> {
  return judging(driving(yargs.positional('program', programPositional)))
    .option('out', {
      type: 'string',
      requiresArg: true,
      describe: 'folder to record into; must be new or empty',
    })
    .option('force', {
      type: 'boolean',
      default: false,
      describe: 'capture even where memory or disk may not suffice',
    })
    .option('sampling', {
      type: 'boolean',
      default: true,
      describe: 'sample allocations, to tell which calls allocate what grows; --no-sampling',
    })
    .option('quiet', { type: 'boolean', alias: 'q', default: false, describe: 'no progress on stderr' });
}

const programPositional = {
  type: 'string',
  array: true,
  describe: 'after --: the program and its arguments',
} as const;

function driving<T>(yargs: Argv<T>) {
  return yargs
    .option('load', {
      type: 'string',
      requiresArg: true,
      describe: 'URL to request again and again (needs autocannon, which your project installs)',
    })
    .option('requests', {
      type: 'number',
      requiresArg: true,
      describe: 'how many requests make an interval (default 503)',
    })
    .option('duration', {
      type: 'string',
      requiresArg: true,
      describe: 'how long requests are sent in an interval, instead of --requests: 5s',
    })
    .option('connections', {
      type: 'number',
      default: 10,
      requiresArg: true,
      describe: 'how many connections send them',
    })
    .option('rate', { type: 'number', requiresArg: true, describe: 'requests a second at most' })
    .option('drive', {
      type: 'string',
      requiresArg: true,
      describe:
        'script or command that makes the program work, run once an interval; ' +
        'where it prints "operations: 500", rates are per operation',
    })
    .option('every', {
      type: 'string',
      requiresArg: true,
      describe: 'for a program that works by itself: how long an interval is',
    })
    .option('operations', {
      type: 'string',
      requiresArg: true,
      describe: 'expression the program evaluates at each capture to count its operations',
    })
    .option('ready-url', { type: 'string', requiresArg: true, describe: 'ready once this URL answers' })
    .option('ready-line', {
      type: 'string',
      requiresArg: true,
      describe:
        'ready once the program prints a line with this text (default: once the port of --load listens)',
    })
    .option('ready-timeout', {
      type: 'string',
      default: '30s',
      requiresArg: true,
      describe: 'how long it may take until then',
    });
}

function judging<T>(yargs: Argv<T>) {
  return yargs
    .option('captures', {
      type: 'number',
      default: 4,
      requiresArg: true,
      describe: 'how many heap snapshots, one after the warm-up and one after each interval',
    })
    .option('baseline', {
      type: 'string',
      requiresArg: true,
      describe: `file with the suspects that are accepted, with their rates (default: ${defaultBaseline})`,
    })
    .option('update', {
      type: 'boolean',
      default: false,
      describe: 'write what is found into the baseline instead of failing for it',
    })
    .option('tolerance', {
      type: 'number',
      default: 0.25,
      requiresArg: true,
      describe: 'share by which an accepted rate may be exceeded',
    })
    .option('json', { type: 'boolean', default: false, describe: 'print the report as JSON' })
    .option('reporter', reporterOption)
    .option('html', {
      type: 'string',
      requiresArg: true,
      describe: 'write the page of heaptrail view to this file too',
    })
    .option('fail-on', {
      describe: 'the weakest verdict that ends with exit code 1',
      choices: failOnChoices,
      default: 'growth' as const,
    })
    .option('config', configurationOption);
}

/** What is wrong with the numbers and with what was given together, before anything is started. */
export function requireSense(args: CheckArguments): void {
  const { load, drive, every, requests, duration, connections, rate, captures, tolerance } = args;
  const drivers = [load, drive, every].filter((given) => given !== undefined);
  if (drivers.length !== 1) {
    throw usage(
      drivers.length === 0
        ? 'nothing makes the program work'
        : '--load, --drive and --every exclude each other',
      'give one of --load URL, --drive SCRIPT or, where it works by itself, --every 10s',
    );
  }
  if (requests !== undefined && duration !== undefined)
    throw usage('--requests and --duration both say how much work an interval is', 'leave out one of them');
  for (const [name, value] of Object.entries({ requests, connections, captures })) {
    if (value !== undefined && !(Number.isSafeInteger(value) && value > 0))
      throw usage(`--${name} ${value} is not a number of ${name}`, 'give a whole number above 0');
  }
  if (captures < 2) throw usage('one capture shows what there is, not what grows', 'give --captures 4');
  if (rate !== undefined && !(rate > 0)) throw usage(`--rate ${rate} is no rate`, 'give a number above 0');
  if (!(tolerance >= 0)) throw usage(`--tolerance ${tolerance} is no share`, 'give 0.25 for a quarter');
}

function usage(message: string, next: string): UserError {
  return new UserError('usage', message, next);
}
