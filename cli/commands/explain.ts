import type { CommandModule } from 'yargs';
import { UserError } from '../../format/user-error.ts';
import { type ConfigurationArgument, configurationOption } from '../requests/configuration-option.ts';
import { exitingWith } from './exiting-with.ts';

interface ExplainArguments {
  readonly source: readonly string[];
  readonly json: boolean;
  readonly config: ConfigurationArgument;
}

export const explainCommand: CommandModule<object, ExplainArguments> = {
  // yargs takes no positional after a variadic one: the last of them is the fingerprint.
  command: 'explain <source..>',
  describe: 'tell the whole story of one suspect: explain RECORDING FINGERPRINT',
  builder: (yargs) =>
    yargs
      .usage('$0 explain RECORDING FINGERPRINT')
      .positional('source', {
        describe: 'a recording, a JSON report or loose snapshots, then the fingerprint or its first digits',
        type: 'string',
        array: true,
        demandOption: true,
      })
      .option('json', { describe: 'print the suspect as JSON', type: 'boolean', default: false })
      .option('config', configurationOption)
      .example('$0 explain agent.heaptrail 7f3a91c2', 'the suspect with this fingerprint')
      .example(
        '$0 explain agent.heaptrail 7f',
        'its first digits are enough where no other begins with them',
      ),
  handler: exitingWith(async ({ source, json, config }) => {
    const { explainAndPrint } = await import('../actions/explain-and-print.ts');
    const { loadConfiguration } = await import('../requests/configuration.ts');
    const configuration = await loadConfiguration(config);
    const paths = source.slice(0, -1);
    return await explainAndPrint({ paths, fingerprint: requireFingerprint(source), json, configuration });
  }),
};

function requireFingerprint(words: readonly string[]): string {
  const fingerprint = words.at(-1);
  if (fingerprint !== undefined && words.length > 1) return fingerprint;
  throw new UserError(
    'usage',
    'explain needs a recording and a fingerprint',
    'heaptrail explain RECORDING FINGERPRINT',
  );
}
