import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';
import { LanguageServer } from './language-server.mjs';
import { createLspClient } from './lsp-client.mjs';

const options = agentOptions();
const tools = new ToolCache();
const client = createLspClient(new LanguageServer(), { forgetClosed: options.fixed });

runAgent({
  options,
  operation(turn) {
    tools.readForTurn(turn);
    const path = `/project/src/feature-${turn}/handler.ts`;
    client.open(path, `export const value${turn} = 1;`);
    client.close(path);
  },
  close: () => client.shutdown(),
});
