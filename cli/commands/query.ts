import type { CommandModule } from 'yargs';
import { captureOption, includeStringsOption } from '../requests/inventory-options.ts';
import { type QueryArguments, queryRequest } from '../requests/query-request.ts';
import { exitingWith } from './exiting-with.ts';

const shownRows = 30;

export const queryCommand: CommandModule<object, QueryArguments> = {
  command: 'query <source..>',
  // yargs takes no positional after a variadic one: the last of them is the query.
  describe: 'ask about objects and their fields: query RECORDING QUERY',
  builder: (yargs) =>
    yargs
      .positional('source', {
        describe: 'a recording or .heapsnapshot files, then the query',
        type: 'string',
        array: true,
        demandOption: true,
      })
      .option('capture', captureOption)
      .option('since', {
        describe: 'only objects that were born after this capture',
        type: 'number',
        requiresArg: true,
      })
      .option('limit', { describe: 'number of rows', type: 'number', default: shownRows })
      .option('json', { describe: 'print the rows as JSON', type: 'boolean', default: false })
      .option('csv', {
        describe: 'print the rows as comma-separated values',
        type: 'boolean',
        default: false,
      })
      .option('include-strings', includeStringsOption)
      .example(
        "$0 query agent.heaptrail 'Session where open == false'",
        'sessions that ended and are still there',
      )
      .example(
        "$0 query agent.heaptrail 'Session where age < 3 && messages.length > 100'",
        'young ones with many messages',
      )
      .example("$0 query agent.heaptrail 'string group by holder top 10'", 'who holds strings')
      .example("$0 query agent.heaptrail '* group by package'", 'which packages keep objects alive')
      .example(
        "$0 query agent.heaptrail 'Map where retained > mib(1) select length, shared, path'",
        'the large Maps',
      )
      .epilogue(queryHelp) as never,
  handler: exitingWith(async (args) => {
    const request = queryRequest(args);
    const { queryAndPrint } = await import('../actions/query-and-print.ts');
    return await queryAndPrint(request);
  }),
};

const queryHelp = `A query: CLASS [where CONDITION] [group by VALUE] [select VALUE, …] [order by VALUE [asc]] [top N]
CLASS is a name or several with commas; * stands for any letters.
Every object has: className, id, self, retained, shared, born, age, length, holder, path, package, place, retainers, distance.
Any other name is a field: open, user.plan, items[0], this.id, field('#secret').
Functions: has(x), contains(x, 'part'), startsWith(x, 'part'), kib(n), mib(n), gib(n), and all of the above of another object: retained(body).
Comparing what a string says with a text needs --include-strings.
Figures of groups: count(), count(condition), sum(x), avg(x), min(x), max(x).`;
