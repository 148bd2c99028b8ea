import type { CommandModule } from 'yargs';
import { type InternalsArguments, internalsOption, wantsInternals } from '../requests/internals-option.ts';
import { type InventoryArguments, inventoryOptions } from '../requests/inventory-options.ts';
import { listRequest } from '../requests/list-request.ts';
import { exitingWith } from './exiting-with.ts';

interface ClassesArguments extends InventoryArguments, InternalsArguments {
  readonly by: 'class' | 'package';
}

export const classesCommand: CommandModule<object, ClassesArguments> = {
  command: 'classes <source..>',
  describe: 'list the classes in a capture with their objects and sizes',
  builder: (yargs) =>
    inventoryOptions(yargs)
      .option('internals', internalsOption)
      .option('by', {
        describe:
          'package: whose code keeps the memory alive, by package, folder of your code, Node and engine',
        choices: ['class', 'package'] as const,
        default: 'class' as const,
      })
      .example('$0 classes agent.heaptrail', 'the classes that retain the most')
      .example(
        '$0 classes agent.heaptrail --sort new --filter Session',
        'what is new since the first capture',
      )
      .example('$0 classes agent.heaptrail --by package', 'which packages keep memory alive, and what is new')
      .example('$0 classes agent.heaptrail --since 1', 'what is new, gone and grown since the first capture'),
  handler: exitingWith(async (args) => {
    const request = listRequest(args);
    const { compareAndPrint, listAndPrint } = await import('../actions/list-and-print.ts');
    const { listClasses } = await import('../../analyzer/inventory/list-classes.ts');
    const { listClassChanges } = await import('../../analyzer/inventory/list-class-changes.ts');
    const { since } = args;
    if (args.by === 'package') {
      const { listPackages } = await import('../../analyzer/inventory/list-packages.ts');
      return await listAndPrint(request, (inventory) => listPackages(inventory, since));
    }
    const choice = wantsInternals(args);
    return since === undefined
      ? await listAndPrint(request, (inventory) => listClasses(inventory, choice))
      : await compareAndPrint({ ...request, since }, (both) => listClassChanges(both, choice));
  }),
};
