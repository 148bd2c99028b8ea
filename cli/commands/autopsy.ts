import type { CommandModule } from 'yargs';
import type { AutopsyArguments } from '../requests/autopsy-request.ts';
import { failOnOption, outputFileOption } from '../requests/shared-options.ts';
import { exitingWith } from './exiting-with.ts';

export const autopsyCommand: CommandModule<object, AutopsyArguments> = {
  command: 'autopsy <source..>',
  describe: 'say how processes died and what their memory did, from what is left of them',
  builder: (yargs) =>
    yargs
      .positional('source', {
        describe:
          "logs with V8's last words, --trace-gc, kernel, systemd, Docker or Kubernetes messages; Node's diagnostic reports; heap snapshots; recordings and folders of a watch; - is stdin",
        type: 'string',
        array: true,
        demandOption: true,
      })
      .option('pid', { describe: 'only this process or container', type: 'string', requiresArg: true })
      .option('every', {
        describe: 'time between lines without a timestamp: 5s, 1m',
        type: 'string',
        requiresArg: true,
      })
      .option('json', { describe: 'print the autopsy as JSON', type: 'boolean', default: false })
      .option('output-file', outputFileOption)
      .option('fail-on', { ...failOnOption, default: 'growth' as const })
      .option('all', { describe: 'list every life', type: 'boolean', default: false })
      .example('$0 autopsy server.log', 'the output of a server that died, also of several lives')
      .example('journalctl -o short-iso -b | $0 autopsy -', 'what systemd and the kernel say')
      .example('$0 autopsy report.*.json Heap.*.heapsnapshot out.txt', 'everything that one death left')
      .example('$0 autopsy heaptrail-watch', 'what a watch kept of processes that died under it'),
  handler: exitingWith(async (args) => {
    const { autopsyRequest } = await import('../requests/autopsy-request.ts');
    const { autopsyAndPrint } = await import('../actions/autopsy-and-print.ts');
    return await autopsyAndPrint(autopsyRequest(args));
  }),
};
