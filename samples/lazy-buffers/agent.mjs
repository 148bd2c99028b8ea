import { agentOptions, runAgent } from '../agent-loop.mjs';

const options = agentOptions({ pace: 50 });
const bodySize = 64_000;
const reused = Buffer.allocUnsafeSlow(bodySize);

/** The body of a response, which nobody needs after this turn. */
function download(turn) {
  const body = options.fixed ? reused : Buffer.allocUnsafeSlow(bodySize);
  return body.fill(turn % 256);
}

runAgent({
  options,
  operation(turn) {
    globalThis.agent.checksum = download(turn)[turn % bodySize];
  },
  warmUp: 20,
});
