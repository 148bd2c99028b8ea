import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';
import { publish } from './bus.mjs';
import { Connection } from './connection.mjs';
import { streamEvents } from './event-stream.mjs';

const options = agentOptions();
const eventsPerOperation = 5;
const eventText = 'the assistant streamed another part of its answer '.repeat(16);

const tools = new ToolCache();
const connections = [new Connection({ peerReads: true }), new Connection({ peerReads: false })];
for (const connection of connections) {
  streamEvents(connection, { capacity: options.fixed ? 128 : Infinity });
}

runAgent({
  options,
  operation(turn) {
    tools.readForTurn(turn);
    for (let part = 0; part < eventsPerOperation; part += 1) {
      publish('message.part.updated', { turn, part, text: eventText });
    }
  },
  close() {
    for (const connection of connections) connection.abort();
  },
});
