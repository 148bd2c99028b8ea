import type { CommandModule } from 'yargs';

interface RedactArguments {
  readonly in: string;
  readonly out: string;
}

export const redactCommand: CommandModule<object, RedactArguments> = {
  command: 'redact <in> <out>',
  describe: 'write a heap snapshot again with the contents of its strings replaced by letters',
  builder: (yargs) =>
    yargs
      .positional('in', {
        describe: 'a .heapsnapshot file, packed or not',
        type: 'string',
        demandOption: true,
      })
      .positional('out', {
        describe: 'the file to write; it must not exist',
        type: 'string',
        demandOption: true,
      })
      .epilogue(
        'Lengths and equality of strings stay, and so do the names of classes, properties, variables, functions and scripts. What a program uses as a property name is a name.',
      )
      .example('$0 redact 3.heapsnapshot 3-redacted.heapsnapshot', 'a snapshot that can be sent to others'),
  handler: async (paths) => {
    const { redactAndTell } = await import('../redact-and-tell.ts');
    await redactAndTell(paths.in, paths.out);
  },
};
