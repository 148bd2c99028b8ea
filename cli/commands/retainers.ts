import type { CommandModule } from 'yargs';
import { UserError } from '../../format/user-error.ts';
import { exitingWithCode } from '../exit-with-code.ts';
import { type InventoryArguments, inventoryOptions } from '../inventory-options.ts';

export const retainersCommand: CommandModule<object, InventoryArguments> = {
  // yargs takes no positional after a variadic one: the last of them is the id.
  command: 'retainers <source..>',
  describe: 'list who holds an object: retainers RECORDING ID',
  builder: (yargs) =>
    inventoryOptions(yargs)
      .usage('$0 retainers RECORDING ID')
      .example('$0 retainers agent.heaptrail 95001', 'who holds the object @95001'),
  handler: (args) =>
    exitingWithCode(async () => {
      const { listAndPrint } = await import('../list-and-print.ts');
      const { listRetainers } = await import('../../analyzer/inventory/list-retainers.ts');
      const words = args.source.map(String);
      const id = requireId(words.at(-1) ?? '');
      return await listAndPrint({ ...args, source: words.slice(0, -1) }, (inventory) =>
        listRetainers(inventory, id),
      );
    }),
};

function requireId(word: string): number {
  const id = Number(/^@?(\d+)$/.exec(word)?.[1]);
  if (Number.isSafeInteger(id)) return id;
  throw new UserError('usage', `${word} is not an object id`, 'heaptrail retainers RECORDING ID');
}
