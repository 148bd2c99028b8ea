import type { CommandModule } from 'yargs';
import { configurationOption } from '../requests/configuration-option.ts';
import { exitCode } from '../requests/exit-codes.ts';
import { keepOption } from '../requests/keep-option.ts';
import { type McpArguments, mcpRequest } from '../requests/mcp-request.ts';
import { exitingWith } from './exiting-with.ts';

export const mcpCommand: CommandModule<object, McpArguments> = {
  command: 'mcp',
  describe: 'serve coding assistants over stdin and stdout (Model Context Protocol)',
  builder: (yargs) =>
    yargs
      .option('out', {
        type: 'string',
        requiresArg: true,
        describe: 'the folder for recordings (default: heaptrail/recordings in the cache folder of the user)',
      })
      .option('keep', keepOption)
      .option('include-strings', {
        type: 'boolean',
        default: false,
        describe: 'let answers have the contents of strings, which may hold secrets',
      })
      .option('config', configurationOption)
      .example('$0 mcp', 'an assistant starts it; docs/assistants.md has the configuration of three'),
  handler: exitingWith(async (args) => {
    const request = await mcpRequest(args);
    const { serve } = await import('../../assist/mcp/serve.ts');
    await serve(request);
    return exitCode.noGrowth;
  }),
};
