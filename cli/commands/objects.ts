import type { CommandModule } from 'yargs';
import { chosenObjects, type ObjectsArguments } from '../requests/chosen-objects.ts';
import { inventoryOptions } from '../requests/inventory-options.ts';
import { listRequest } from '../requests/list-request.ts';
import { exitingWith } from './exiting-with.ts';

export const objectsCommand: CommandModule<object, ObjectsArguments> = {
  command: 'objects <source..>',
  // yargs takes no positional after a variadic one: the last of them may be the object.
  describe: 'list the objects of one class, or what one object refers to: objects RECORDING ID|PATH',
  builder: (yargs) =>
    inventoryOptions(yargs)
      .option('class', {
        describe: 'class name, as the classes command lists it',
        type: 'string',
        requiresArg: true,
      })
      .option('held-by', {
        describe: 'the same as an ID or PATH after the recording: what this object refers to',
        type: 'string',
        requiresArg: true,
      })
      .option('each', {
        describe: 'one row per function; without it, functions from one place in the code share a row',
        type: 'boolean',
        default: false,
      })
      .example('$0 objects agent.heaptrail --class Session', 'the sessions that retain the most')
      .example('$0 objects agent.heaptrail --class "function onMessage" --sort born', 'the newest first')
      .example('$0 objects agent.heaptrail sessions.byId', 'what this object refers to')
      .example('$0 objects agent.heaptrail 95001', 'the same for the object @95001'),
  handler: exitingWith(async (args) => {
    const request = listRequest(args);
    const { source, what } = chosenObjects(args);
    const { listAndPrint } = await import('../actions/list-and-print.ts');
    const { listObjects } = await import('../../analyzer/inventory/list-objects.ts');
    const { listReferences } = await import('../../analyzer/inventory/list-references.ts');
    const options = { ...request, source };
    return 'class' in what
      ? await listAndPrint(options, (inventory) => listObjects(inventory, what.class, args.each))
      : await listAndPrint(options, (inventory) => listReferences(inventory, what.holder));
  }),
};
