import type { CommandModule } from 'yargs';
import { outputFileOption } from '../requests/shared-options.ts';
import { exitingWith } from './exiting-with.ts';

interface FleetArguments {
  readonly store: string;
  readonly service: string | undefined;
  readonly json: boolean;
  readonly 'output-file': string | undefined;
  readonly html: string | undefined;
  readonly all: boolean;
}

export const fleetCommand: CommandModule<object, FleetArguments> = {
  command: 'fleet <store>',
  describe: 'join the reports of many processes: what leaks in how many, and since which version',
  builder: (yargs) =>
    yargs
      .positional('store', {
        describe: 'the folder that was given to watch --store and analyze --store',
        type: 'string',
        demandOption: true,
      })
      .option('service', { describe: 'only this service.name', type: 'string', requiresArg: true })
      .option('json', { describe: 'print the answer as JSON', type: 'boolean', default: false })
      .option('output-file', outputFileOption)
      .option('html', {
        describe: 'also write the answer to this file as a page',
        type: 'string',
        requiresArg: true,
      })
      .option('all', { describe: 'list every leak and every version', type: 'boolean', default: false })
      .example('$0 watch 4711 --store /mnt/heaptrail', 'each process puts its reports into one store')
      .example('$0 fleet /mnt/heaptrail', 'exit code 1 if the last version of any service leaks')
      .example('$0 fleet /mnt/heaptrail --service chat --json', 'for programs')
      .example(
        '$0 fleet /mnt/heaptrail --html /mnt/heaptrail/fleet.html',
        'its links lead to pages in the store',
      ),
  handler: exitingWith(async (args) => {
    const { fleetAndPrint } = await import('../actions/fleet-and-print.ts');
    const { store, service, json, 'output-file': outputFile, html, all } = args;
    return await fleetAndPrint({ store, service, json, outputFile, html, all });
  }),
};
