import type { CommandModule } from 'yargs';
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
  describe: 'show everything about one suspect; without a fingerprint, list all suspects',
  builder: (yargs) =>
    yargs
      .usage('$0 explain RECORDING [FINGERPRINT]')
      .positional('source', {
        describe: 'a recording, a JSON report or loose snapshots, then a fingerprint or its first digits',
        type: 'string',
        array: true,
        demandOption: true,
      })
      .option('json', { describe: 'print the suspect as JSON', type: 'boolean', default: false })
      .option('config', configurationOption)
      .example('$0 explain agent.heaptrail 7f3a91c2', 'the suspect with this fingerprint')
      .example('$0 explain agent.heaptrail 7f', 'its first digits are enough if they are unique')
      .example('$0 explain agent.heaptrail', 'the suspects and their fingerprints'),
  handler: exitingWith(async ({ source, json, config }) => {
    const { explainAndPrint } = await import('../actions/explain-and-print.ts');
    const { loadConfiguration } = await import('../requests/configuration.ts');
    const configuration = await loadConfiguration(config);
    const { explained } = await import('../requests/explained.ts');
    return await explainAndPrint({ ...explained(source), json, configuration });
  }),
};
