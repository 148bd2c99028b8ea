import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts the SSH server that the pool talks to. */
export async function startRemoteMachine(mode) {
  const program = fileURLToPath(new URL('./ssh-server.mjs', import.meta.url));
  // No arguments of this process may leak into the child: an inspector port, for example, cannot be shared.
  const server = fork(program, [mode], { execPath: process.execPath, execArgv: [] });
  const [{ port }] = await once(server, 'message');
  return {
    config: { host: '127.0.0.1', port, username: 'agent', password: 'unused', readyTimeout: 5_000 },
    async stop() {
      if (server.exitCode !== null) return;
      server.disconnect();
      await once(server, 'exit');
    },
  };
}
