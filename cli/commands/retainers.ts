import type { CommandModule } from 'yargs';
import { UserError } from '../../format/user-error.ts';
import { type InventoryArguments, inventoryOptions } from '../requests/inventory-options.ts';
import { listRequest } from '../requests/list-request.ts';
import { exitingWith } from './exiting-with.ts';

export const retainersCommand: CommandModule<object, InventoryArguments> = {
  // yargs takes no positional after a variadic one: the last of them is the object.
  command: 'retainers <source..>',
  describe: 'list who holds an object: retainers RECORDING ID|PATH',
  builder: (yargs) =>
    inventoryOptions(yargs)
      .usage('$0 retainers RECORDING ID|PATH')
      .example('$0 retainers agent.heaptrail 95001', 'who holds the object @95001')
      .example('$0 retainers agent.heaptrail sessions.byId', 'who else holds what this expression names')
      .example(
        "$0 retainers agent.heaptrail 'hub._events[key] in agent.mjs'",
        'entries of a Map, an array or a dictionary, by the module whose variable the path starts with',
      ),
  handler: exitingWith(async (args) => {
    const request = listRequest(args);
    const { listAndPrint } = await import('../actions/list-and-print.ts');
    const { listRetainers } = await import('../../analyzer/inventory/list-retainers.ts');
    const words = args.source.map(String);
    const subject = words.pop();
    if (subject === undefined || words.length === 0) {
      throw new UserError(
        'usage',
        'retainers needs a recording and one of its objects',
        'heaptrail retainers RECORDING ID|PATH',
      );
    }
    return await listAndPrint({ ...request, source: words }, (inventory) =>
      listRetainers(inventory, subject),
    );
  }),
};
