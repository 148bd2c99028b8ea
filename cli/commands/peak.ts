import type { CommandModule } from 'yargs';
import { type PeakArguments, peakOptions } from '../requests/peak-options.ts';
import { exitingWith } from './exiting-with.ts';

export const peakCommand: CommandModule<object, PeakArguments> = {
  command: 'peak [program..]',
  describe: 'run a program that ends, a build for one, and explain its highest memory',
  builder: (yargs) =>
    peakOptions(yargs)
      .example(
        '$0 peak -- npm run build',
        'when memory was highest, what was alive then, what would lower it',
      )
      .example('$0 peak --runs 2 -- npx tsc -p .', 'watch it once, and capture at the peak of a second run')
      .example('$0 peak --fail-above 2g -- npm run build', 'fail if the build takes more'),
  handler: exitingWith(async (args) => {
    const { peakRequest } = await import('../requests/peak-request.ts');
    const request = await peakRequest(args);
    const { peakAndPrint } = await import('../actions/peak-and-print.ts');
    return await peakAndPrint(request);
  }),
};
