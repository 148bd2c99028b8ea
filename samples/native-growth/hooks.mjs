import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs one hook command with the environment it is given and waits for its end. */
export async function runHook(environment) {
  const hook = spawn('sh', ['-c', ': "$AGENT_TURN_CONTEXT"'], { env: environment, stdio: 'ignore' });
  await once(hook, 'close');
}
