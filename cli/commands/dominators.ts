import type { CommandModule } from 'yargs';
import { type InventoryArguments, inventoryOptions } from '../requests/inventory-options.ts';
import { listRequest } from '../requests/list-request.ts';
import { exitingWith } from './exiting-with.ts';

interface DominatorsArguments extends InventoryArguments {
  readonly depth: number;
}

const shownLevels = 4;

export const dominatorsCommand: CommandModule<object, DominatorsArguments> = {
  command: 'dominators <source..>',
  describe: 'show the dominator tree: what each object alone keeps alive',
  builder: (yargs) =>
    inventoryOptions(yargs)
      .option('depth', { describe: 'how many levels to show', type: 'number', default: shownLevels })
      .example('$0 dominators agent.heaptrail --sort new --since 2', 'who holds what is new since capture 2')
      .example('$0 dominators agent.heaptrail --depth 6 --limit 100', 'more levels and more rows'),
  handler: exitingWith(async (args) => {
    const request = listRequest(args);
    const { listAndPrint } = await import('../actions/list-and-print.ts');
    const { listDominators } = await import('../../analyzer/inventory/list-dominators.ts');
    return await listAndPrint(request, (inventory) => listDominators(inventory, args.depth, args.since));
  }),
};
