import type { CommandModule } from 'yargs';
import { UserError } from '../../format/user-error.ts';
import { exitingWithCode } from '../actions/exit-with-code.ts';
import { untilInterrupted } from '../actions/interrupt.ts';
import {
  folderFor,
  planFrom,
  type RecordingArguments,
  recordingOptions,
} from '../requests/recording-options.ts';

interface AttachArguments extends RecordingArguments {
  readonly pid: number;
  readonly inject: boolean;
}

export const attachCommand: CommandModule<object, AttachArguments> = {
  command: 'attach <pid>',
  describe: 'record a running Node or Bun process and say what grows in it',
  builder: (yargs) =>
    recordingOptions(
      yargs
        .positional('pid', { type: 'number', demandOption: true, describe: 'see heaptrail ps' })
        .option('inject', {
          type: 'boolean',
          default: false,
          describe:
            'load v8-profiler-next into the process, where it stays until it ends, to count survivors by pulses ' +
            'instead of captures; it has to be built for the same Node, on this machine',
        })
        .option('pulses', {
          type: 'boolean',
          default: false,
          implies: 'inject',
          describe: 'count survivors from the start; with --plan auto, do not wait for growth',
        }),
    )
      .example('$0 attach 4711', 'four captures, 30 seconds apart, and the verdict')
      .example('$0 attach 4711 --for 10m --out agent.heaptrail', 'longer, into a folder of its own')
      .example('$0 attach 4711 --plan auto --inject', 'wait for growth, prove it, take one capture')
      .example('$0 attach 4711 --operations globalThis.served', 'rates per operation')
      .example('$0 attach 4711 --stacks', 'exact allocation stacks of the last interval, at a high price')
      .example('$0 attach 4711 --tree', 'the process and all below it that run Node, and which of them leaks')
      .example('$0 attach 4711 --captures 0 --for 5m', 'memory alone, without stopping the program'),
  handler: (args) =>
    exitingWithCode(async () => {
      const { attachToProcess } = await import('../../probes/attach/attach.ts');
      const { judgeRecording, judgeTree, recordTreeWithProgress, recordWithProgress } = await import(
        '../actions/record-and-print.ts'
      );
      const { redacting } = await import('../actions/redacting-connection.ts');
      const { loadConfiguration } = await import('../requests/configuration.ts');
      const { outletsFrom } = await import('../output/outlets.ts');
      const pid = requirePid(args.pid);
      const plan = planFrom(args);
      const outlets = outletsFrom(args);
      // Before anything is recorded: a fault in it must not cost a recording.
      const configuration = await loadConfiguration(args.config);
      const folder = folderFor(args, pid);
      const attach = async (each: number) => {
        const connection = await attachToProcess(each, { pulses: plan.pulses && args.inject });
        return args.redact ? redacting(connection) : connection;
      };
      if (args.tree) {
        const tree = await untilInterrupted((signal) =>
          recordTreeWithProgress(pid, attach, plan, folder, args.quiet, signal),
        );
        return await judgeTree(tree, folder, args, configuration, outlets);
      }
      const manifest = await untilInterrupted(async (signal) => {
        return await recordWithProgress(await attach(pid), plan, folder, args.quiet, signal);
      });
      return await judgeRecording(manifest, folder, args, configuration, outlets);
    }),
};

function requirePid(pid: number): number {
  if (Number.isSafeInteger(pid) && pid > 0) return pid;
  throw new UserError(
    'usage',
    'that is not a process id',
    'give a number; `heaptrail ps` lists the processes',
  );
}
