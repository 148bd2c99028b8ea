import type { CommandModule } from 'yargs';
import { exitingWith } from './exiting-with.ts';

interface RedactArguments {
  readonly in: string;
  readonly out: string;
}

export const redactCommand: CommandModule<object, RedactArguments> = {
  command: 'redact <in> <out>',
  describe: 'copy a heap snapshot with the contents of its strings replaced',
  builder: (yargs) =>
    yargs
      .positional('in', {
        describe: 'a .heapsnapshot file, compressed or not',
        type: 'string',
        demandOption: true,
      })
      .positional('out', {
        describe: 'the file to write; it must not exist',
        type: 'string',
        demandOption: true,
      })
      .epilogue(
        'The copy keeps the length of each string, which strings are equal, and the names of classes, properties, variables, functions and files. Keys of dictionaries and names that look like data (an e-mail address, a token, the query of a URL) are replaced too. If OUT ends in .gz, it is compressed.',
      )
      .example('$0 redact 3.heapsnapshot 3-redacted.heapsnapshot', 'a snapshot that you can share'),
  handler: exitingWith(async (paths) => {
    const { redactAndTell } = await import('../actions/redact-and-tell.ts');
    return await redactAndTell(paths.in, paths.out);
  }),
};
