import type { CommandModule } from 'yargs';
import { rungs } from '../../format/rungs.ts';
import { exitCode } from '../requests/exit-codes.ts';
import { storeOption } from '../requests/shared-options.ts';
import type { WatchArguments } from '../watch/watch-arguments.ts';
import { exitingWith } from './exiting-with.ts';

export const watchCommand: CommandModule<object, WatchArguments> = {
  command: 'watch [pid]',
  describe: 'watch the memory of a process for days, and look closely when it grows or crosses a threshold',
  builder: (yargs) =>
    yargs
      .positional('pid', {
        type: 'number',
        describe: 'the process id; after a restart, the process with the same command',
      })
      .option('name', {
        type: 'string',
        requiresArg: true,
        describe: 'instead of a pid: part of a command line; waits for such a process',
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
        describe: 'a threshold, repeatable: rss=2GB, heap=800m, share=80% of a limit, left=2h until a limit',
      })
      .option('on-alert', {
        type: 'string',
        requiresArg: true,
        describe: 'shell command that receives growth, alerts, captures and refusals as JSON on stdin',
      })
      .option('webhook', {
        type: 'string',
        requiresArg: true,
        describe: 'URL that receives the same JSON by POST',
      })
      .option('metrics', {
        type: 'string',
        requiresArg: true,
        describe: 'serve Prometheus metrics at [HOST:]PORT (default host: loopback)',
      })
      .option('listen', {
        type: 'string',
        requiresArg: true,
        describe: 'take POST /look at [HOST:]PORT, also from Alertmanager (default host: loopback)',
      })
      .option('listen-token-file', {
        type: 'string',
        requiresArg: true,
        describe: 'file with the token that POST /look needs (default: HEAPTRAIL_LISTEN_TOKEN)',
      })
      .option('otlp', {
        type: 'string',
        requiresArg: true,
        describe: 'push metrics to this OpenTelemetry collector: http://HOST:4318',
      })
      .option('pyroscope', {
        type: 'string',
        requiresArg: true,
        describe: 'push profiles of what is alive to this Pyroscope: http://HOST:4040',
      })
      .option('store', storeOption)
      .option('send-recordings', {
        choices: ['redacted', 'whole'] as const,
        describe: 'put recordings into the store too; redacted: as with --redact',
      })
      .option('queue', {
        type: 'string',
        requiresArg: true,
        describe: 'let heaptrail worker analyze the recordings of the store: redis://HOST:PORT',
      })
      .option('looks-at-once', {
        type: 'number',
        requiresArg: true,
        describe: 'look closely at no more than so many processes of one service at once (default: no limit)',
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
        describe: 'shortest time between two close looks, and between two messages about the same thing',
      })
      .option('disk-budget', {
        type: 'string',
        requiresArg: true,
        default: '4GB',
        describe: 'disk space for all recordings; the oldest are deleted',
      })
      .option('ring-size', {
        type: 'string',
        requiresArg: true,
        default: '2MB',
        describe: 'disk space for the last evidence of each process, which autopsy reads when it is dead',
      })
      .option('sites-every', {
        type: 'string',
        requiresArg: true,
        default: '30m',
        describe: 'longest time between profiles of sampled allocations; each collects all garbage',
      })
      .option('ledger-every', {
        type: 'string',
        requiresArg: true,
        default: '1s',
        describe: 'time between samples while memory changes',
      })
      .option('ledger-at-rest', {
        type: 'string',
        requiresArg: true,
        default: '15s',
        describe: 'time between samples while memory is stable',
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
        describe: 'take no look that may pause the program for longer; the next lighter rung takes its place',
      })
      .option('max-rung', {
        choices: rungs,
        describe:
          'the heaviest close look that is allowed (default: snapshots); visits to census: no heap snapshot; ' +
          'sites: no close look, only sampled allocations; ledger: only memory samples',
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
        describe: 'sample allocations all the time (at most 1% CPU); --no-sampling turns it off',
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
        describe: 'print one JSON object per line, even on a terminal',
      })
      .example('$0 watch 4711 --alert rss=2GB --on-alert "mail -s heaptrail ops"', 'until Ctrl-C')
      .example(
        '$0 watch --name server.js --inject --metrics 9464',
        'find it by its command, even after restarts',
      ),
  handler: exitingWith(async (args) => {
    const { untilInterrupted } = await import('../actions/interrupt.ts');
    const { watchRequest } = await import('../watch/watch-request.ts');
    const { watchAndTell } = await import('../watch/watch-and-tell.ts');
    const { untilTime } = await import('../watch/until-time.ts');
    const { span, ...watching } = watchRequest(args);
    await untilInterrupted(
      (signal) => watchAndTell(watching, untilTime(signal, span)),
      'ending the watch; press Ctrl-C again to quit now',
    );
    return exitCode.noGrowth;
  }),
};
