import type { CommandModule } from 'yargs';
import { rungs } from '../../format/rungs.ts';
import { type DoctorArguments, doctorRequest } from '../requests/doctor-request.ts';
import { nameOption } from '../requests/named-target.ts';
import { failOnOption, quietOption } from '../requests/shared-options.ts';
import { exitingWith } from './exiting-with.ts';

export const doctorCommand: CommandModule<object, DoctorArguments> = {
  command: 'doctor [source]',
  describe: 'examine a process or a recording, and write a redacted bundle for an issue',
  builder: (yargs) =>
    yargs
      .positional('source', { type: 'string', describe: 'a process id, or the folder of a recording' })
      .option('name', nameOption)
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe: 'folder for the bundle; must be new or empty (default: heaptrail-doctor-PID-TIME)',
      })
      .option('for', {
        type: 'string',
        requiresArg: true,
        describe: 'how long to record a process: 30s, 10m (default 1m)',
      })
      .option('max-rung', {
        choices: rungs,
        default: 'snapshots' as const,
        describe: 'the heaviest look at the heap of a process that is allowed',
      })
      .option('max-pause', {
        type: 'string',
        default: '5s',
        requiresArg: true,
        describe: 'take no look that may pause the process for longer',
      })
      .option('operations', {
        type: 'string',
        requiresArg: true,
        describe: 'expression the program evaluates to count its operations, e.g. globalThis.served',
      })
      .option('program', {
        type: 'string',
        requiresArg: true,
        describe: 'name and version of the program, for the issue',
      })
      .option('json', {
        type: 'boolean',
        default: false,
        describe: 'print verdict, report, issue and bundle as JSON',
      })
      .option('fail-on', { ...failOnOption, default: 'growth' as const })
      .option('quiet', quietOption)
      .example('$0 doctor 4711', 'one minute, the verdict, and a bundle under 1 MB')
      .example('$0 doctor --name server.js --for 5m', 'the process that runs server.js, for longer')
      .example('$0 doctor 4711 --max-rung visits', 'without a heap snapshot')
      .example('$0 doctor agent.heaptrail --out for-the-issue', 'of a recording that exists'),
  handler: exitingWith(async (args) => {
    const request = await doctorRequest(args);
    const { diagnoseAndPrint } = await import('../actions/diagnose-and-print.ts');
    return await diagnoseAndPrint(request);
  }),
};
