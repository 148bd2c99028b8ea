import type { CommandModule } from 'yargs';
import { exitingWithCode } from '../actions/exit-with-code.ts';
import { type InventoryArguments, inventoryOptions } from '../requests/inventory-options.ts';

interface DominatorsArguments extends InventoryArguments {
  readonly depth: number;
}

const shownLevels = 4;

export const dominatorsCommand: CommandModule<object, DominatorsArguments> = {
  command: 'dominators <source..>',
  describe: 'outline who keeps what alive alone',
  builder: (yargs) =>
    inventoryOptions(yargs)
      .option('depth', { describe: 'how many levels to show', type: 'number', default: shownLevels })
      .example('$0 dominators agent.heaptrail --sort new --since 2', 'who holds what came after capture 2')
      .example('$0 dominators agent.heaptrail --depth 6 --limit 100', 'more of the outline'),
  handler: (args) =>
    exitingWithCode(async () => {
      const { listAndPrint } = await import('../actions/list-and-print.ts');
      const { listDominators } = await import('../../analyzer/inventory/list-dominators.ts');
      return await listAndPrint(args, (inventory) => listDominators(inventory, args.depth, args.since));
    }),
};
