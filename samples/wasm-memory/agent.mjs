import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';
import { Module } from './module.mjs';

const options = agentOptions({ pace: 50 });
const documentSize = 48_000;

const tools = new ToolCache();
const parser = new Module();

runAgent({
  options,
  operation(turn) {
    tools.readForTurn(turn);
    const place = parser.allocate(documentSize);
    parser.write(place, documentSize, turn % 256);
    if (options.fixed) parser.freeAll();
  },
});
