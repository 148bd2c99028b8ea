import type { CommandModule } from 'yargs';
import { exitingWithCode } from '../actions/exit-with-code.ts';
import { type InventoryArguments, inventoryOptions } from '../requests/inventory-options.ts';

export const classesCommand: CommandModule<object, InventoryArguments> = {
  command: 'classes <source..>',
  describe: 'list the classes in a capture with their objects and sizes',
  builder: (yargs) =>
    inventoryOptions(yargs)
      .example('$0 classes agent.heaptrail', 'the classes that retain most')
      .example('$0 classes agent.heaptrail --sort new --filter Session', 'what came since the first capture')
      .example('$0 classes agent.heaptrail --since 1', 'what is new, gone and grown since the first capture'),
  handler: (args) =>
    exitingWithCode(async () => {
      const { compareAndPrint, listAndPrint } = await import('../actions/list-and-print.ts');
      const { listClasses } = await import('../../analyzer/inventory/list-classes.ts');
      const { listClassChanges } = await import('../../analyzer/inventory/list-class-changes.ts');
      const { since } = args;
      return since === undefined
        ? await listAndPrint(args, listClasses)
        : await compareAndPrint({ ...args, since }, listClassChanges);
    }),
};
