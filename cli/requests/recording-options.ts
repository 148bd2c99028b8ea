import type { Argv } from 'yargs';
import { parseDuration } from '../../format/duration.ts';
import type { PartName } from '../../format/report.ts';
import { UserError } from '../../format/user-error.ts';
import { planRecording, type RecordingPlan } from '../../probes/session/plan/plan.ts';
import { planWindow } from '../../probes/session/plan/window-plan.ts';
import { type ConfigurationArgument, configurationOption } from './configuration-option.ts';
import { type FailOn, failOnChoices } from './exit-codes.ts';
import { reporterOption } from './reporter-option.ts';

/** The options that `attach` and `record` share. */
export interface RecordingArguments {
  readonly out: string | undefined;
  readonly for: string | undefined;
  readonly every: string | undefined;
  readonly captures: number | undefined;
  readonly 'until-growth': boolean;
  readonly 'ledger-every': string | undefined;
  readonly operations: string | undefined;
  readonly force: boolean;
  readonly 'max-pause': string | undefined;
  readonly analyze: boolean;
  readonly json: boolean;
  readonly html: string | undefined;
  readonly reporter: readonly string[] | undefined;
  readonly 'fail-on': FailOn | undefined;
  readonly config: ConfigurationArgument;
  readonly quiet: boolean;
  readonly sampling: boolean;
  readonly stacks: boolean;
  readonly redact: boolean;
  readonly plan: 'captures' | 'auto';
  readonly window: string | undefined;
  readonly parts: string | undefined;
  readonly tree: boolean;
  readonly workers: boolean;
  /** Each command tells what it needs for them. */
  readonly pulses?: boolean;
}

export function recordingOptions<T>(yargs: Argv<T>): Argv<T & RecordingArguments> {
  return yargs
    .option('out', {
      type: 'string',
      requiresArg: true,
      describe: 'folder to record into; must be new or empty',
    })
    .option('for', {
      type: 'string',
      requiresArg: true,
      describe: 'how long to record: 30s, 10m, 1h; from 5m on, memory is first watched undisturbed',
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
      describe: 'stop as soon as memory is seen to grow from capture to capture',
    })
    .option('plan', {
      choices: ['captures', 'auto'] as const,
      default: 'captures' as const,
      describe:
        'auto: watch memory alone until it grows (at most --for, default 10m), then look closely once',
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
        'what "no growth" has to cover: any of heap,external,native,children,handles (default: all, for which the ' +
        'recording goes on for up to 2 minutes more where it has to)',
    })
    .option('tree', {
      type: 'boolean',
      default: false,
      describe:
        'record every Node process of the tree: children, their children, and those that come meanwhile',
    })
    .option('workers', {
      type: 'boolean',
      default: true,
      describe: 'record the heap of every worker thread as well; --no-workers leaves them alone',
    })
    .option('force', {
      type: 'boolean',
      default: false,
      describe: 'capture even where memory or disk may not suffice',
    })
    .option('sampling', {
      type: 'boolean',
      default: true,
      describe: 'sample allocations, at most 1 % CPU, to tell which calls allocate what grows; --no-sampling',
    })
    .option('stacks', {
      type: 'boolean',
      default: false,
      describe:
        'in the last interval, record who allocates each single object: about 20 times the CPU for allocation, and ' +
        'all garbage is collected every 50 ms; refused for large heaps',
    })
    .option('redact', {
      type: 'boolean',
      default: false,
      describe: 'replace what strings say in every capture, before it gets its name',
    })
    .option('max-pause', {
      type: 'string',
      requiresArg: true,
      describe: 'take no capture that may stop the program for longer, for example 5s',
    })
    .option('analyze', {
      type: 'boolean',
      default: true,
      describe: 'print the verdict; --no-analyze only records',
    })
    .option('json', { type: 'boolean', default: false, describe: 'print the report as JSON' })
    .option('reporter', reporterOption)
    .option('html', {
      type: 'string',
      requiresArg: true,
      describe: 'write the page of heaptrail view to this file too',
    })
    .option('fail-on', { choices: failOnChoices, describe: 'the weakest verdict that ends with exit code 1' })
    .option('config', configurationOption)
    .option('quiet', { type: 'boolean', alias: 'q', default: false, describe: 'no progress on stderr' })
    .check((args) => {
      const ignored = needAnalysis.find((name) => args[name] !== undefined && args[name] !== false);
      if (args.analyze || ignored === undefined) return true;
      throw new UserError(
        'usage',
        `--${ignored} is about an analysis, and --no-analyze makes none`,
        'leave out one of them; heaptrail analyze FOLDER takes it later',
      );
    });
}

/** What would be ignored without an analysis, so that a CI would wait for its files, or take the silence for green. */
const needAnalysis = ['html', 'reporter', 'json', 'fail-on'] as const;

export function planFrom(args: RecordingArguments): RecordingPlan {
  const duration = (text: string | undefined) => (text === undefined ? undefined : parseDuration(text));
  const auto = args.plan === 'auto';
  if (auto && (args.captures !== undefined || args.every !== undefined)) throw twoPlans();
  const plan = planRecording({
    duration: auto ? undefined : duration(args.for),
    every: duration(args.every),
    captures: args.captures,
    untilGrowth: args['until-growth'],
    ledgerEvery: duration(args['ledger-every']),
    operations: args.operations,
    forced: args.force,
    longestPause: duration(args['max-pause']),
    pulses: args.pulses,
    sampling: args.sampling,
    stacks: args.stacks,
    workers: args.workers,
    parts: partsFrom(args.parts),
    // Nobody waits for a verdict that nobody wants.
    settles: !auto && !args['until-growth'] && args.analyze,
  });
  if (!auto) return plan;
  return planWindow(plan, duration(args.for), { span: duration(args.window), atOnce: args.pulses });
}

const askable = ['heap', 'external', 'native', 'children', 'handles'] as const satisfies readonly PartName[];

function partsFrom(text: string | undefined): readonly PartName[] | undefined {
  if (text === undefined) return undefined;
  return text.split(',').map((word) => {
    const part = askable.find((name) => name === word.trim());
    if (part !== undefined) return part;
    throw new UserError('usage', `"${word}" is no part of memory`, `name some of ${askable.join(',')}`);
  });
}

function twoPlans(): UserError {
  return new UserError(
    'usage',
    '--plan auto decides itself when to capture',
    'leave --captures and --every out, or leave --plan out',
  );
}

/** In the reader's own folder, never in the target's. */
export function folderFor(args: Pick<RecordingArguments, 'out'>, pid: number, now = new Date()): string {
  return args.out ?? `heaptrail-${pid}-${stamp(now)}.heaptrail`;
}

/** `20260131-235959` in local time. */
function stamp(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const date = `${now.getFullYear()}${two(now.getMonth() + 1)}${two(now.getDate())}`;
  return `${date}-${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
}
