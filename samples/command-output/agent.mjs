import { fileURLToPath } from 'node:url';
import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';
import { runCommand } from './shell-tool.mjs';

const options = agentOptions();
const tools = new ToolCache();
const part = { metadata: undefined };

const command = runCommand(
  process.execPath,
  [fileURLToPath(new URL('./build-watcher.mjs', import.meta.url))],
  {
    metadata(metadata) {
      part.metadata = metadata;
    },
  },
  { keepTail: options.fixed },
);

runAgent({
  options,
  operation: (turn) => tools.readForTurn(turn),
  close: () => command.stop(),
});
