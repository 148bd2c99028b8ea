import type { CommandModule } from 'yargs';
import { type InventoryArguments, inventoryOptions } from '../requests/inventory-options.ts';
import { listRequest } from '../requests/list-request.ts';
import { exitingWith } from './exiting-with.ts';

export const closuresCommand: CommandModule<object, InventoryArguments> = {
  command: 'closures <source..>',
  describe: 'list the scopes that functions close over, by retained size',
  builder: (yargs) =>
    inventoryOptions(yargs)
      .example('$0 closures agent.heaptrail', 'the scopes that keep most')
      .example('$0 closures agent.heaptrail --sort=-closures', 'those that live for inner scopes only'),
  handler: exitingWith(async (args) => {
    const request = listRequest(args);
    const { listAndPrint } = await import('../actions/list-and-print.ts');
    const { listClosures } = await import('../../analyzer/inventory/list-closures.ts');
    return await listAndPrint(request, listClosures);
  }),
};
