import type { CommandModule } from 'yargs';
import { exitingWithCode } from '../exit-with-code.ts';
import { type InventoryArguments, inventoryOptions } from '../inventory-options.ts';

interface ObjectsArguments extends InventoryArguments {
  readonly class: string;
}

export const objectsCommand: CommandModule<object, ObjectsArguments> = {
  command: 'objects <source..>',
  describe: 'list the objects of one class',
  builder: (yargs) =>
    inventoryOptions(yargs)
      .option('class', {
        describe: 'the class, as heaptrail classes names it',
        type: 'string',
        demandOption: true,
        requiresArg: true,
      })
      .example('$0 objects agent.heaptrail --class Session', 'the sessions that retain most')
      .example('$0 objects agent.heaptrail --class "function onMessage" --sort born', 'the newest first'),
  handler: (args) =>
    exitingWithCode(async () => {
      const { listAndPrint } = await import('../list-and-print.ts');
      const { listObjects } = await import('../../analyzer/inventory/list-objects.ts');
      return await listAndPrint(args, (inventory) => listObjects(inventory, args.class));
    }),
};
