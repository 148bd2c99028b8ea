import type { CommandModule } from 'yargs';
import { type StringQuestion, stringQuestions } from '../../analyzer/inventory/list-strings.ts';
import { type InventoryArguments, inventoryOptions } from '../requests/inventory-options.ts';
import { listRequest } from '../requests/list-request.ts';
import { exitingWith } from './exiting-with.ts';

interface StringsArguments extends InventoryArguments {
  readonly which: StringQuestion;
}

export const stringsCommand: CommandModule<object, StringsArguments> = {
  command: 'strings <source..>',
  describe: 'list strings that cost memory: the largest, the duplicates, those that slices keep',
  builder: (yargs) =>
    inventoryOptions(yargs)
      .option('which', { describe: 'which strings', choices: stringQuestions, default: 'largest' as const })
      .example('$0 strings agent.heaptrail --which duplicated', 'contents that exist many times')
      .example('$0 strings agent.heaptrail --which sliced', 'large strings kept alive by a slice of them'),
  handler: exitingWith(async (args) => {
    const request = listRequest(args);
    const { listAndPrint } = await import('../actions/list-and-print.ts');
    const { listStrings } = await import('../../analyzer/inventory/list-strings.ts');
    return await listAndPrint(request, (inventory) => listStrings(inventory, args.which));
  }),
};
