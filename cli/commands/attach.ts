import type { CommandModule } from 'yargs';
import { nameOption } from '../requests/named-target.ts';
import { recordingOptions } from '../requests/recording-options.ts';
import { type AttachArguments, attachRequest } from '../requests/recording-request.ts';
import { exitingWith } from './exiting-with.ts';

export const attachCommand: CommandModule<object, AttachArguments> = {
  command: 'attach [pid]',
  describe: 'record a running process, or what answers at an address, and say what grows in it',
  builder: (yargs) =>
    recordingOptions(
      yargs
        .positional('pid', {
          type: 'string',
          describe:
            'the process id (ps lists them), or the address of an inspector: HOST:PORT, http://HOST:PORT, ws://HOST:PORT/ID',
        })
        .option('name', nameOption)
        .option('target', {
          type: 'string',
          requiresArg: true,
          describe:
            'of an address with several targets: the place in the list, the id, or part of the title or URL',
        })
        .option('inject', {
          type: 'boolean',
          default: false,
          describe:
            'load v8-profiler-next into the process and count survivors by pulses instead of captures; it stays ' +
            'loaded, and must be built for the same Node on this machine',
        })
        .option('by-signal', {
          type: 'boolean',
          default: false,
          describe:
            'use no inspector: send the signal that makes a Node started with --heapsnapshot-signal write ' +
            'snapshots of itself (heaptrail does so by itself if the inspector is disabled)',
        })
        .option('pulses', {
          type: 'boolean',
          default: false,
          implies: 'inject',
          describe: 'count survivors from the start; with --plan auto, do not wait for growth',
        }),
    )
      .example('$0 attach 4711', 'four captures, 30 seconds apart, and the verdict')
      .example('$0 attach --name server.js', 'the process that runs this script')
      .example(
        '$0 attach localhost:9229',
        'whatever has its inspector there: Node, Deno, Chromium, Electron, workerd',
      )
      .example('$0 attach localhost:9222 --target shop', 'the page whose title or URL has this in it')
      .example('$0 attach 4711 --for 10m --out agent.heaptrail', 'longer, into a folder of its own')
      .example('$0 attach 4711 --plan auto --inject', 'wait for growth, prove it, take one capture')
      .example('$0 attach 4711 --operations globalThis.served', 'rates per operation')
      .example('$0 attach 4711 --stacks', 'exact allocation stacks of the last interval, at a high CPU cost')
      .example(
        '$0 attach 4711 --captures 0 --for 2m --experiment',
        'is memory outside the heap leaked, or only kept?',
      )
      .example(
        '$0 attach 4711 --native --for 5m',
        'also who takes memory outside the JavaScript heap (needs perf)',
      )
      .example('$0 attach 4711 --tree', 'the process and all Node processes below it, to see which one leaks')
      .example('$0 attach 4711 --by-signal', 'a Node that runs with --heapsnapshot-signal=SIGUSR2')
      .example('$0 attach 4711 --captures 0 --for 5m', 'only memory samples, without pausing the program'),
  handler: exitingWith(async (args) => {
    const request = await attachRequest(args);
    const { attachAndJudge } = await import('../actions/attach-and-judge.ts');
    return await attachAndJudge(request);
  }),
};
