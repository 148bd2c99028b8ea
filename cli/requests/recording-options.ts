import type { Argv } from 'yargs';
import { type Rung, rungs } from '../../format/rungs.ts';
import { UserError } from '../../format/user-error.ts';
import { configurationOption } from './configuration-option.ts';
import type { JudgementArguments } from './judgement-request.ts';
import { keepOption } from './keep-option.ts';
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

/** The options that `attach` and `record` share. */
export interface RecordingArguments extends JudgementArguments {
  readonly out: string | undefined;
  readonly keep: string | undefined;
  readonly for: string | undefined;
  readonly every: string | undefined;
  readonly captures: number | undefined;
  readonly 'until-growth': boolean;
  readonly 'ledger-every': string | undefined;
  readonly operations: string | undefined;
  readonly force: boolean;
  readonly 'max-pause': string | undefined;
  readonly analyze: boolean;
  readonly quiet: boolean;
  readonly sampling: boolean;
  readonly stacks: boolean;
  readonly values: boolean;
  readonly experiment: boolean;
  readonly native: boolean;
  readonly redact: boolean;
  readonly plan: 'captures' | 'auto' | 'light' | undefined;
  readonly 'max-rung': Rung | undefined;
  readonly window: string | undefined;
  readonly parts: string | undefined;
  readonly tree: boolean;
  readonly workers: boolean;
  /** Each command tells what it needs for them. */
  readonly pulses?: boolean;
}

export function recordingOptions<T>(yargs: Argv<T>): Argv<T & RecordingArguments> {
  return yargs
    .option('out', outOption)
    .option('keep', keepOption)
    .option('for', {
      type: 'string',
      requiresArg: true,
      describe: 'how long to record: 30s, 10m, 1h; for 5m or more, memory is first watched without captures',
    })
    .option('every', { type: 'string', requiresArg: true, describe: 'time between captures (default 30s)' })
    .option('captures', {
      type: 'number',
      requiresArg: true,
      describe: 'how many heap snapshots to take (default 4)',
    })
    .option('until-growth', {
      type: 'boolean',
      default: false,
      describe: 'stop as soon as memory grows from capture to capture',
    })
    .option('plan', {
      choices: ['captures', 'auto', 'light'] as const,
      describe:
        'captures: heap snapshots or nothing (default: snapshots, or light if they are refused); auto: watch only memory until it grows (at most --for, default 10m), then look closely once; ' +
        'light: no heap snapshot, the same as --max-rung visits',
    })
    .option('max-rung', {
      choices: rungs,
      describe:
        'the heaviest look at the heap that is allowed, if the limits of memory, heap and --max-pause allow it too; ' +
        'visits: stop the program at a few functions for milliseconds and measure the containers that they reach; ' +
        'census: also list every large container, which costs a tenth of a snapshot; snapshot: also one at the end',
    })
    .option('window', {
      type: 'string',
      requiresArg: true,
      describe:
        'with --plan auto: how long to look closely, by pulses and one capture, or by captures (default 1m)',
    })
    .option('ledger-every', {
      type: 'string',
      requiresArg: true,
      describe: 'time between memory samples (default 1s)',
    })
    .option('operations', {
      type: 'string',
      requiresArg: true,
      describe:
        'expression the program evaluates at each capture to count its operations, e.g. globalThis.served',
    })
    .option('parts', {
      type: 'string',
      requiresArg: true,
      describe:
        'what "no growth" must cover: any of heap,external,native,children,handles (default: all, which can take ' +
        'up to 2 minutes longer)',
    })
    .option('tree', {
      type: 'boolean',
      default: false,
      describe: 'record every Node process of the tree: children, their children, and those that start later',
    })
    .option('workers', {
      type: 'boolean',
      default: true,
      describe: 'record the heap of every worker thread as well; --no-workers leaves them alone',
    })
    .option('force', forceOption)
    .option('sampling', {
      type: 'boolean',
      default: true,
      describe:
        'sample allocations (at most 1% CPU) to tell which calls allocate what grows; --no-sampling turns it off',
    })
    .option('stacks', {
      type: 'boolean',
      default: false,
      describe:
        'in the last interval, record who allocates each object: about 20 times the CPU for allocation, and a full ' +
        'garbage collection every 50 ms; refused for large heaps',
    })
    .option('values', {
      type: 'boolean',
      default: false,
      describe:
        'also record what numbers say, for objects, query and the page: captures pause the program for 1.1 to 1.7 times as long',
    })
    .option('experiment', {
      type: 'boolean',
      default: false,
      describe:
        'at the end, collect all garbage and give freed memory back to the system (malloc_trim), to tell a leak from ' +
        'Buffers that wait for a collection and from memory that the allocator keeps; the program stands still for ' +
        'that: about 1 s for each GB of heap, 0.2 s for each GB of freed memory',
    })
    .option('native', {
      type: 'boolean',
      default: false,
      describe:
        'record which native code touches new memory outside the JavaScript heap and keeps it: by library, addon and ' +
        'function (needs perf; a program that touches very many new pages may lose a fifth of its throughput meanwhile)',
    })
    .option('redact', {
      type: 'boolean',
      default: false,
      describe: 'replace the contents of strings in every capture',
    })
    .option('max-pause', {
      type: 'string',
      requiresArg: true,
      describe:
        'take no look that may pause the program for longer, for example 5s; the next lighter rung takes its place',
    })
    .option('analyze', {
      type: 'boolean',
      default: true,
      describe: 'print the verdict; --no-analyze only records',
    })
    .option('json', jsonReportOption)
    .option('reporter', reporterOption)
    .option('expect-ends', expectEndsOption)
    .option('html', htmlOption)
    .option('source', sourceOption)
    .option('fail-on', failOnOption)
    .option('config', configurationOption)
    .option('quiet', quietOption)
    .check((args) => {
      const ignored = needAnalysis.find((name) => args[name] !== undefined && args[name] !== false);
      if (args.analyze || ignored === undefined) return true;
      throw new UserError(
        'usage',
        `--${ignored} needs an analysis, and --no-analyze skips it`,
        'leave out one of them, or run heaptrail analyze FOLDER later',
      );
    });
}

/** What would be ignored without an analysis, so that a CI would wait for its files, or take the silence for green. */
const needAnalysis = ['html', 'reporter', 'json', 'fail-on', 'expect-ends'] as const;
