import type { CommandModule } from 'yargs';
import { failOnOption, jsonReportOption, outputFileOption } from '../requests/shared-options.ts';
import type { TriageArguments } from '../requests/triage-request.ts';
import { exitingWith } from './exiting-with.ts';

export const triageCommand: CommandModule<object, TriageArguments> = {
  command: 'triage <source..>',
  describe: 'say whether there is a leak at all, from logs or from the memory samples of a recording',
  builder: (yargs) =>
    yargs
      .positional('source', {
        describe:
          'a recording of a process or a tree, also while it is written, or logs: JSON lines, name=value, CSV, --trace-gc, Prometheus, ps, docker, kubectl, kernel messages; - is stdin',
        type: 'string',
        array: true,
        demandOption: true,
      })
      .option('columns', {
        describe: 'what each column means, with its unit: rss=mem.resident:kb,time=t',
        type: 'string',
        requiresArg: true,
      })
      .option('pid', { describe: 'judge only this process or container', type: 'string', requiresArg: true })
      .option('limit', {
        describe: 'memory limit of the process, to estimate the time left: 512m, 4g',
        type: 'string',
        requiresArg: true,
      })
      .option('every', {
        describe: 'time between lines without a timestamp: 5s, 1m',
        type: 'string',
        requiresArg: true,
      })
      .option('json', jsonReportOption)
      .option('output-file', outputFileOption)
      .option('fail-on', { ...failOnOption, default: 'growth' as const })
      .option('all', { describe: 'list every process', type: 'boolean', default: false })
      .example('$0 triage /var/log/app.ndjson --limit 4g', 'memory lines that a server already writes')
      .example(
        '$0 triage ps.txt --pid 4711',
        'made by: while sleep 10; do date; ps -o pid,rss,vsz -C node; done',
      )
      .example('pidstat -r -p 4711 5 60 | $0 triage -', 'five minutes of one process')
      .example('$0 triage agent.heaptrail', 'the ledger of a recording'),
  handler: exitingWith(async (args) => {
    const { triageRequest } = await import('../requests/triage-request.ts');
    const { triageAndPrint } = await import('../actions/triage-and-print.ts');
    return await triageAndPrint(triageRequest(args));
  }),
};
