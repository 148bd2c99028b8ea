import type { CommandModule } from 'yargs';
import { type RowArguments, rowOptions } from '../requests/row-options.ts';
import { exitingWith } from './exiting-with.ts';

interface AllocationsArguments extends RowArguments {
  readonly recording: string;
  readonly pprof: string | undefined;
  readonly 'only-sizes': boolean;
  readonly speedscope: string | undefined;
  readonly all: boolean;
}

export const allocationsCommand: CommandModule<object, AllocationsArguments> = {
  command: 'allocations <recording>',
  describe: 'list the functions whose sampled allocations stay alive and grow',
  builder: (yargs) =>
    rowOptions(
      yargs
        .positional('recording', {
          describe: 'the folder of a recording',
          type: 'string',
          demandOption: true,
        })
        .option('pprof', {
          describe: 'also write the live allocations to this file for pprof (gzipped)',
          type: 'string',
          requiresArg: true,
        })
        .option('only-sizes', {
          describe: 'leave the numbers of samples out of --pprof: Pyroscope takes them for CPU time',
          type: 'boolean',
          default: false,
        })
        .option('speedscope', {
          describe: 'also write the live allocations to this file for speedscope (JSON)',
          type: 'string',
          requiresArg: true,
        })
        .option('all', {
          describe: 'every function with live allocations, not only those that grow',
          type: 'boolean',
          default: false,
        }),
      'rate',
      'print the rows with their stacks as JSON',
    )
      .example('$0 allocations agent.heaptrail', 'what keeps growing, by function')
      .example('$0 allocations agent.heaptrail --pprof agent.pb.gz', 'for go tool pprof -http : agent.pb.gz'),
  handler: exitingWith(async ({ 'only-sizes': onlySizes, ...request }) => {
    const { allocationsAndPrint } = await import('../actions/allocations-and-print.ts');
    return await allocationsAndPrint({ ...request, onlySizes });
  }),
};
