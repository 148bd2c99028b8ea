import type { CommandModule } from 'yargs';
import { parseDuration } from '../../format/duration.ts';
import { parseSize } from '../../format/size.ts';
import { UserError } from '../../format/user-error.ts';
import { exitingWithCode } from '../actions/exit-with-code.ts';
import { untilInterrupted } from '../actions/interrupt.ts';
import { exitCode } from '../requests/exit-codes.ts';
import type { Watching } from '../watch/watch-and-tell.ts';

interface WatchArguments {
  readonly pid: number | undefined;
  readonly name: string | undefined;
  readonly out: string;
  readonly for: string | undefined;
  readonly alert: readonly string[];
  readonly 'on-alert': string | undefined;
  readonly webhook: string | undefined;
  readonly metrics: string | undefined;
  readonly window: string;
  readonly 'at-most-every': string;
  readonly 'disk-budget': string;
  readonly 'ledger-every': string;
  readonly 'ledger-at-rest': string;
  readonly 'summary-every': string;
  readonly 'max-pause': string;
  readonly inject: boolean;
  readonly sampling: boolean;
  readonly force: boolean;
  readonly redact: boolean;
  readonly json: boolean;
  readonly operations: string | undefined;
}

export const watchCommand: CommandModule<object, WatchArguments> = {
  command: 'watch [pid]',
  describe: 'watch the memory of a process for days, and look closely once it grows or crosses a threshold',
  builder: (yargs) =>
    yargs
      .positional('pid', {
        type: 'number',
        describe: 'the process; one that is started with its command follows it',
      })
      .option('name', {
        type: 'string',
        requiresArg: true,
        describe: 'instead of a pid: a part of the command line, which is waited for',
      })
      .option('out', {
        type: 'string',
        requiresArg: true,
        default: 'heaptrail-watch',
        describe: 'folder for recordings, reports and pages',
      })
      .option('for', {
        type: 'string',
        requiresArg: true,
        describe: 'how long to watch (default: until Ctrl-C)',
      })
      .option('alert', {
        type: 'string',
        array: true,
        default: [],
        requiresArg: true,
        describe:
          'a threshold, as often as wanted: rss=2GB, heap=800m, share=80% of a limit, left=2h until a limit',
      })
      .option('on-alert', {
        type: 'string',
        requiresArg: true,
        describe: 'a shell command that gets growth, alerts, captures and refusals as JSON on its stdin',
      })
      .option('webhook', { type: 'string', requiresArg: true, describe: 'a URL that gets them by POST' })
      .option('metrics', {
        type: 'string',
        requiresArg: true,
        describe: 'serve the figures for Prometheus here: [HOST:]PORT, on loopback where no host is named',
      })
      .option('window', {
        type: 'string',
        requiresArg: true,
        default: '1m',
        describe: 'how long a close look takes, by pulses and one capture (--inject) or by captures',
      })
      .option('at-most-every', {
        type: 'string',
        requiresArg: true,
        default: '1h',
        describe: 'the shortest time between two close looks, and between two tellings of the same',
      })
      .option('disk-budget', {
        type: 'string',
        requiresArg: true,
        default: '4GB',
        describe: 'what all recordings may take: the oldest make room',
      })
      .option('ledger-every', {
        type: 'string',
        requiresArg: true,
        default: '1s',
        describe: 'time between samples while memory moves',
      })
      .option('ledger-at-rest', {
        type: 'string',
        requiresArg: true,
        default: '15s',
        describe: 'time between samples while it rests',
      })
      .option('summary-every', {
        type: 'string',
        requiresArg: true,
        default: '5m',
        describe: 'time between sample events',
      })
      .option('max-pause', {
        type: 'string',
        requiresArg: true,
        default: '30s',
        describe: 'take no capture that may stop the program for longer',
      })
      .option('inject', {
        type: 'boolean',
        default: false,
        describe:
          'load v8-profiler-next into the process, so that a close look needs one capture and not four',
      })
      .option('sampling', {
        type: 'boolean',
        default: true,
        describe: 'sample allocations all the time, at most 1 % CPU; --no-sampling',
      })
      .option('operations', {
        type: 'string',
        requiresArg: true,
        describe: 'expression the program evaluates in a close look to count its operations',
      })
      .option('force', {
        type: 'boolean',
        default: false,
        describe: 'capture even if memory or disk may run out',
      })
      .option('redact', {
        type: 'boolean',
        default: false,
        describe: 'replace the contents of strings in every capture',
      })
      .option('json', {
        type: 'boolean',
        default: false,
        describe: 'print one JSON object a line, also on a terminal',
      })
      .example('$0 watch 4711 --alert rss=2GB --on-alert "mail -s heaptrail ops"', 'until Ctrl-C')
      .example('$0 watch --name server.js --inject --metrics 9464', 'by its command, also after restarts'),
  handler: (args) =>
    exitingWithCode(async () => {
      const { watchAndTell } = await import('../watch/watch-and-tell.ts');
      const watching = await watchingFrom(args);
      await untilInterrupted(
        async (signal) => await watchAndTell(watching, untilTime(signal, args.for)),
        'ending the watch; press Ctrl-C again to quit now',
      );
      return exitCode.noGrowth;
    }),
};

/** A watch that ran its time says so. */
function untilTime(signal: AbortSignal, span: string | undefined): AbortSignal {
  if (span === undefined) return signal;
  const time = new AbortController();
  const end = Date.now() + parseDuration(span);
  const wait = () => {
    const left = end - Date.now();
    if (left <= 0) time.abort('its time is over');
    else setTimeout(wait, Math.min(left, longestTimer)).unref();
  };
  wait();
  return AbortSignal.any([signal, time.signal]);
}

/** A timer cannot count further, and would end at once. */
const longestTimer = 2 ** 31 - 1;

async function watchingFrom(args: WatchArguments): Promise<Watching> {
  const { planRecording } = await import('../../probes/session/plan/plan.ts');
  const { planWindow } = await import('../../probes/session/plan/window-plan.ts');
  const { parseAlert } = await import('../watch/alert-option.ts');
  const { commandDelivery } = await import('../watch/deliveries.ts');
  const { webhookDelivery } = await import('../watch/webhook.ts');
  const { parseMetricsAddress } = await import('../watch/metrics.ts');
  const plan = planRecording({
    operations: args.operations,
    forced: args.force,
    longestPause: parseDuration(args['max-pause']),
    sampling: args.sampling,
  });
  const span = parseDuration(args.window);
  return {
    setting: {
      wish: wishOf(args),
      folder: args.out,
      budget: parseSize(args['disk-budget']),
      plan: planWindow(plan, span, { span, atOnce: true }),
      spacing: parseDuration(args['at-most-every']),
      rules: args.alert.map(parseAlert),
      ledgerEvery: parseDuration(args['ledger-every']),
      ledgerAtRest: parseDuration(args['ledger-at-rest']),
      summaryEvery: parseDuration(args['summary-every']),
      judgeEvery,
      profileEvery: args.sampling ? profileEvery : undefined,
    },
    inject: args.inject,
    redact: args.redact,
    json: args.json,
    receivers: [
      ...(args['on-alert'] === undefined ? [] : [commandDelivery(args['on-alert'])]),
      ...(args.webhook === undefined ? [] : [webhookDelivery(requireUrl(args.webhook))]),
    ],
    metrics: args.metrics === undefined ? undefined : parseMetricsAddress(args.metrics),
  };
}

const judgeEvery = 15_000;
/** Profiles collect all garbage: seldom enough not to be felt. */
const profileEvery = 30 * 60_000;

function wishOf({ pid, name }: WatchArguments): Watching['setting']['wish'] {
  if (name !== undefined && pid === undefined && name !== '') return { match: name };
  if (name === undefined && pid !== undefined && Number.isSafeInteger(pid) && pid > 0) return { pid };
  throw new UserError(
    'usage',
    'watch needs either a process id or --name',
    'for example heaptrail watch 4711, or heaptrail watch --name server.js; `heaptrail ps` lists the processes',
  );
}

function requireUrl(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new UserError('usage', 'the webhook is not a URL', 'write it as https://HOST/PATH');
}
