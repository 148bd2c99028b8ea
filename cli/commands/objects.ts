import type { CommandModule } from 'yargs';
import { UserError } from '../../format/user-error.ts';
import { type InventoryArguments, inventoryOptions } from '../requests/inventory-options.ts';
import { listRequest } from '../requests/list-request.ts';
import { exitingWith } from './exiting-with.ts';

interface ObjectsArguments extends InventoryArguments {
  readonly class: string | undefined;
  readonly 'held-by': string | undefined;
  readonly each: boolean;
}

export const objectsCommand: CommandModule<object, ObjectsArguments> = {
  command: 'objects <source..>',
  describe: 'list the objects of one class, or what one object refers to',
  builder: (yargs) =>
    inventoryOptions(yargs)
      .option('class', {
        describe: 'the class, as heaptrail classes names it',
        type: 'string',
        requiresArg: true,
      })
      .option('held-by', {
        describe: 'an id or a path such as sessions.byId: what this object refers to',
        type: 'string',
        requiresArg: true,
      })
      .option('each', {
        describe:
          'give each function a row of its own: without it, those of one place in the code are one row',
        type: 'boolean',
        default: false,
      })
      .example('$0 objects agent.heaptrail --class Session', 'the sessions that retain most')
      .example('$0 objects agent.heaptrail --class "function onMessage" --sort born', 'the newest first')
      .example('$0 objects agent.heaptrail --held-by sessions.byId', 'what is in it'),
  handler: exitingWith(async (args) => {
    const request = listRequest(args);
    const { class: className, heldBy } = args;
    const { listAndPrint } = await import('../actions/list-and-print.ts');
    if (className !== undefined && heldBy === undefined) {
      const { listObjects } = await import('../../analyzer/inventory/list-objects.ts');
      return await listAndPrint(request, (inventory) => listObjects(inventory, className, args.each));
    }
    if (heldBy !== undefined && className === undefined) {
      const { listReferences } = await import('../../analyzer/inventory/list-references.ts');
      return await listAndPrint(request, (inventory) => listReferences(inventory, heldBy));
    }
    throw new UserError(
      'usage',
      'objects needs to know which ones',
      'name either --class CLASS or --held-by ID|PATH',
    );
  }),
};
