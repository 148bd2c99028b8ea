/** The option of every command that judges. yargs makes `--no-config` of it by itself: then it is false. */
export const configurationOption = {
  describe:
    'file with suspects to suppress (default: heaptrail.config.json here or above); --no-config uses none',
  type: 'string',
  requiresArg: true,
} as const;

export type ConfigurationArgument = string | false | undefined;
