import type { CommandModule } from 'yargs';
import { exitingWithCode } from '../actions/exit-with-code.ts';
import { type InventoryArguments, inventoryOptions } from '../requests/inventory-options.ts';

export const closuresCommand: CommandModule<object, InventoryArguments> = {
  command: 'closures <source..>',
  describe: 'list the scopes that functions close over, by what they alone keep alive',
  builder: (yargs) =>
    inventoryOptions(yargs)
      .example('$0 closures agent.heaptrail', 'the scopes that keep most')
      .example('$0 closures agent.heaptrail --sort=-closures', 'those that live for inner scopes only'),
  handler: (args) =>
    exitingWithCode(async () => {
      const { listAndPrint } = await import('../actions/list-and-print.ts');
      const { listClosures } = await import('../../analyzer/inventory/list-closures.ts');
      return await listAndPrint(args, listClosures);
    }),
};
