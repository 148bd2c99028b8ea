import type { CommandModule } from 'yargs';
import { exitingWithCode } from '../actions/exit-with-code.ts';

interface AllocationsArguments {
  readonly recording: string;
  readonly pprof: string | undefined;
  readonly all: boolean;
  readonly filter: string | undefined;
  readonly sort: string | undefined;
  readonly limit: number;
  readonly json: boolean;
}

const shownRows = 30;

export const allocationsCommand: CommandModule<object, AllocationsArguments> = {
  command: 'allocations <recording>',
  describe: 'list the functions whose sampled allocations stay alive and grow',
  builder: (yargs) =>
    yargs
      .positional('recording', {
        describe: 'the folder of a recording',
        type: 'string',
        demandOption: true,
      })
      .option('pprof', {
        describe: 'also write what is alive for pprof to this file (gzipped)',
        type: 'string',
        requiresArg: true,
      })
      .option('all', {
        describe: 'every function with something alive, not only those that grow',
        type: 'boolean',
        default: false,
      })
      .option('filter', { describe: 'only rows whose texts contain this', type: 'string', requiresArg: true })
      .option('sort', {
        describe: 'the column to sort by; with - in front (--sort=-rate) the other way round',
        type: 'string',
        requiresArg: true,
      })
      .option('limit', { describe: 'how many rows to show', type: 'number', default: shownRows })
      .option('json', {
        describe: 'print the rows with their stacks as JSON',
        type: 'boolean',
        default: false,
      })
      .example('$0 allocations agent.heaptrail', 'what keeps growing, by function')
      .example('$0 allocations agent.heaptrail --pprof agent.pb.gz', 'for go tool pprof -http : agent.pb.gz'),
  handler: ({ recording, ...options }) =>
    exitingWithCode(async () => {
      const { allocationsAndPrint } = await import('../actions/allocations-and-print.ts');
      return await allocationsAndPrint(recording, options);
    }),
};
