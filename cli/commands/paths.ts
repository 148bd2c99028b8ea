import type { CommandModule } from 'yargs';
import { type InventoryArguments, inventoryOptions } from '../requests/inventory-options.ts';
import { listRequest } from '../requests/list-request.ts';
import { exitingWith } from './exiting-with.ts';

export const pathsCommand: CommandModule<object, InventoryArguments> = {
  command: 'paths <source..>',
  describe: 'list objects by the path that holds them',
  builder: (yargs) =>
    inventoryOptions(yargs)
      .example('$0 paths agent.heaptrail', 'the paths that retain the most')
      .example('$0 paths agent.heaptrail --since 1', 'what is new, gone and grown since the first capture'),
  handler: exitingWith(async (args) => {
    const request = listRequest(args);
    const { compareAndPrint, listAndPrint } = await import('../actions/list-and-print.ts');
    const { listPathChanges, listPaths } = await import('../../analyzer/inventory/list-paths.ts');
    const { since } = args;
    return since === undefined
      ? await listAndPrint(request, listPaths)
      : await compareAndPrint({ ...request, since }, listPathChanges);
  }),
};
