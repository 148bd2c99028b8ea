import type { CommandModule } from 'yargs';
import { UserError } from '../../format/user-error.ts';
import type { StartedProgram as Started } from '../../probes/target/started-program.ts';
import { exitingWithCode } from '../actions/exit-with-code.ts';
import { untilInterrupted } from '../actions/interrupt.ts';
import type { Outlet } from '../output/outlets.ts';
import type { ExitCode } from '../requests/exit-codes.ts';
import {
  folderFor,
  planFrom,
  type RecordingArguments,
  recordingOptions,
} from '../requests/recording-options.ts';

/** Says what is in the recording; asked only once the program has ended. */
type Judge = () => Promise<ExitCode>;

interface RecordArguments extends RecordingArguments {
  readonly program: readonly string[] | undefined;
  readonly 'keep-running': boolean;
}

export const recordCommand: CommandModule<object, RecordArguments> = {
  command: 'record [program..]',
  describe: 'start a Node or Bun program, record it and say what grows in it; its command follows after --',
  builder: (yargs) =>
    recordingOptions(
      yargs
        .positional('program', {
          type: 'string',
          array: true,
          describe: 'after --: the program and its arguments',
        })
        .option('keep-running', {
          type: 'boolean',
          default: false,
          describe: 'wait for the program to end by itself; otherwise SIGTERM ends it with the recording',
        })
        .option('pulses', {
          type: 'boolean',
          default: false,
          describe:
            'between captures, count exactly what stays alive of each interval (needs v8-profiler-next); ' +
            'meanwhile V8 tracks moved objects: code that allocates much takes 2 to 4 times the CPU',
        })
        .example('$0 record --for 2m -- node server.js', 'four captures in two minutes, then the verdict')
        .example('$0 record --for 2m -- bun server.ts', 'the same for Bun, which must be started like this')
        .example('$0 record --stacks -- node server.js', 'and who allocates what grows, counted exactly')
        .example('$0 record --tree -- npm start', 'the program, its children and theirs'),
    ),
  handler: (args) =>
    exitingWithCode(async () => {
      const { startAndAttach } = await import('../../probes/attach/start.ts');
      const { attachToProcess } = await import('../../probes/attach/attach.ts');
      const { inspectorEnvironment } = await import('../../probes/bun/inspector-environment.ts');
      const { StartedProgram } = await import('../../probes/target/started-program.ts');
      const { judgeRecording, judgeTree, recordTreeWithProgress, recordWithProgress } = await import(
        '../actions/record-and-print.ts'
      );
      const { redacting } = await import('../actions/redacting-connection.ts');
      const { loadConfiguration } = await import('../requests/configuration.ts');
      const { outletsFrom } = await import('../output/outlets.ts');
      const command = requireCommand([...(args.program ?? []), ...args._.slice(1).map(String)]);
      const plan = planFrom(args);
      const outlets = outletsFrom(args);
      // Before anything is recorded: a fault in it must not cost a recording.
      const configuration = await loadConfiguration(args.config);
      const output = leavesStdoutFree(outlets) ? 'inherit' : 'stderr';
      const judge = await untilInterrupted((signal) => (args.tree ? recordAll(signal) : recordOne(signal)));
      return await judge();

      async function recordOne(signal: AbortSignal): Promise<Judge> {
        const { program, connection } = await startAndAttach(command, output, plan, signal);
        return await untilEnded(program, async () => {
          const folder = folderFor(args, connection.target.pid);
          const probe = args.redact ? redacting(connection) : connection;
          const manifest = await recordWithProgress(probe, plan, folder, args.quiet, signal);
          return () => judgeRecording(manifest, folder, args, configuration, outlets);
        });
      }

      async function recordAll(signal: AbortSignal): Promise<Judge> {
        const program = await StartedProgram.start(command, output, inspectorEnvironment());
        return await untilEnded(program, async () => {
          const folder = folderFor(args, program.pid);
          const attach = async (pid: number) => {
            const connection = await attachToProcess(pid, plan);
            return args.redact ? redacting(connection) : connection;
          };
          const tree = await recordTreeWithProgress(program.pid, attach, plan, folder, args.quiet, signal);
          return () => judgeTree(tree, folder, args, configuration, outlets);
        });
      }

      async function untilEnded(program: Started, record: () => Promise<Judge>): Promise<Judge> {
        try {
          const judge = await record();
          if (!args['keep-running']) await program.stop();
          return judge;
        } catch (error) {
          await program.stop();
          throw error;
        } finally {
          const end = await program.ended;
          if (!args.quiet) process.stderr.write(`the program ended (${end})\n`);
        }
      }
    }),
};

/** A format for machines must not be mixed with what the program says. */
function leavesStdoutFree(outlets: readonly Outlet[]): boolean {
  return outlets.every(({ reporter, to }) => to !== 'stdout' || reporter.name === 'text');
}

/** What follows after -- is left in `_`, behind this command's own name. */
function requireCommand(words: readonly string[]): readonly string[] {
  if (words.length > 0) return words;
  throw new UserError(
    'usage',
    'no program was named',
    'write it after --: heaptrail record -- node server.js',
  );
}
