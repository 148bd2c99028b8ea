import { agentOptions, runAgent } from '../agent-loop.mjs';
import { ToolCache } from '../tool-cache.mjs';
import { startRemoteMachine } from './remote-machine.mjs';
import { SshPool } from './ssh-pool.mjs';

const options = agentOptions({ pace: 30 });
const tools = new ToolCache();
const remote = await startRemoteMachine(options.crash ? 'reset' : 'serve');
const pool = new SshPool(remote.config, { watchesClients: options.fixed });

runAgent({
  options,
  warmUp: 30,
  async operation(turn) {
    tools.readForTurn(turn);
    try {
      await pool.run(`session-${turn}`, 'uptime');
    } catch (error) {
      // With --crash every connection fails; an agent would tell its user and go on.
      if (!options.crash) throw error;
      console.error(`turn ${turn}: ${error.message}`);
    }
  },
  async close() {
    pool.closeAll();
    await remote.stop();
  },
});
