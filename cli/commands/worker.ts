import type { CommandModule } from 'yargs';
import type { WorkerArguments } from '../worker/worker-request.ts';
import { exitingWith } from './exiting-with.ts';

export const workerCommand: CommandModule<object, WorkerArguments> = {
  command: 'worker <store>',
  describe: 'analyze the recordings that watch --queue leaves to others',
  builder: (yargs) =>
    yargs
      .positional('store', {
        describe: 'the folder or bucket that was given to watch --store',
        type: 'string',
        demandOption: true,
      })
      .option('queue', {
        describe: 'the Redis that was given to watch --queue: redis://HOST:PORT',
        type: 'string',
        requiresArg: true,
      })
      .option('scratch', {
        describe: 'folder for the recording that is analyzed (default: that of the system)',
        type: 'string',
        requiresArg: true,
      })
      .option('lost-after', {
        describe: 'a worker that says nothing for so long is taken for dead, and its work goes to another',
        type: 'string',
        requiresArg: true,
        default: '30s',
      })
      .option('until-empty', {
        describe: 'end when every recording of the store is analyzed',
        type: 'boolean',
        default: false,
      })
      .option('status', {
        describe: 'say what waits, and end; exit code 3 if something does',
        type: 'boolean',
        default: false,
      })
      .option('json', {
        describe: 'print JSON, even on a terminal',
        type: 'boolean',
        default: false,
      })
      .example('$0 worker s3://leaks --queue redis://redis:6379', 'on a host with enough memory')
      .example('$0 worker s3://leaks --status', 'what no worker has analyzed yet'),
  handler: exitingWith(async (args) => {
    const { untilInterrupted } = await import('../actions/interrupt.ts');
    const { workerRequest } = await import('../worker/worker-request.ts');
    const { tellStatus, workAndTell } = await import('../worker/work-and-tell.ts');
    const request = workerRequest(args);
    if (args.status) return await tellStatus(request);
    return await untilInterrupted(
      (signal) => workAndTell(request, signal),
      'ending the worker; its work goes back into the queue; press Ctrl-C again to quit now',
    );
  }),
};
