import type { CommandModule } from 'yargs';
import { type InternalsArguments, internalsOption, wantsInternals } from '../requests/internals-option.ts';
import { type InventoryArguments, inventoryOptions } from '../requests/inventory-options.ts';
import { listRequest } from '../requests/list-request.ts';
import { exitingWith } from './exiting-with.ts';

export const closuresCommand: CommandModule<object, InventoryArguments & InternalsArguments> = {
  command: 'closures <source..>',
  describe: 'list the scopes that functions close over, by retained size',
  builder: (yargs) =>
    inventoryOptions(yargs)
      .option('internals', internalsOption)
      .example('$0 closures agent.heaptrail', 'the scopes that retain the most')
      .example('$0 closures agent.heaptrail --sort=-closures', 'those kept alive only by inner scopes'),
  handler: exitingWith(async (args) => {
    const request = listRequest(args);
    const { listAndPrint } = await import('../actions/list-and-print.ts');
    const { listClosures } = await import('../../analyzer/inventory/list-closures.ts');
    return await listAndPrint(request, (inventory) => listClosures(inventory, wantsInternals(args)));
  }),
};
