import type { CommandModule } from 'yargs';
import { UserError } from '../../format/user-error.ts';
import { exitingWithCode } from '../actions/exit-with-code.ts';
import { type CheckArguments, checkOptions } from '../requests/check-options.ts';

export const checkCommand: CommandModule<object, CheckArguments> = {
  command: 'check [program..]',
  describe: 'start a program, put it to work, and fail where something grows that is not in the baseline',
  builder: (yargs) =>
    checkOptions(yargs)
      .example(
        '$0 check --load http://127.0.0.1:3000/ -- node server.js',
        'a warm-up, three times 503 requests, and the verdict',
      )
      .example(
        '$0 check --drive drive.mjs --ready-line listening -- npm start',
        'your own script does the work',
      )
      .example('$0 check --load http://127.0.0.1:3000/ --update -- node server.js', 'accept what grows today')
      .example(
        '$0 check --every 10s --reporter junit=leaks.xml --reporter sarif=leaks.sarif -- node worker.js',
        'it works by itself, and a CI reads the reports',
      ),
  handler: (args) =>
    exitingWithCode(async () => {
      const { checkAndPrint } = await import('../actions/check-and-print.ts');
      return await checkAndPrint(
        requireCommand([...(args.program ?? []), ...args._.slice(1).map(String)]),
        args,
      );
    }),
};

/** What follows after -- is left in `_`, behind this command's own name. */
function requireCommand(words: readonly string[]): readonly string[] {
  if (words.length > 0) return words;
  throw new UserError(
    'usage',
    'no program was named',
    'write it after --: heaptrail check --load http://127.0.0.1:3000/ -- node server.js',
  );
}
