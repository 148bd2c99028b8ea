import { spawn } from 'node:child_process';

const MAX_METADATA_LENGTH = 30_000;
const MAX_TAIL_LENGTH = 32_000;

/**
 * Runs a command and collects what it prints; `ctx.metadata` hears of the beginning while it runs.
 * With `keepTail` only the end of the output is kept, otherwise all of it, for as long as the command lives.
 */
export function runCommand(command, parameters, ctx, { keepTail }) {
  let output = '';
  const proc = spawn(command, parameters, { stdio: ['ignore', 'pipe', 'inherit'] });

  const append = (chunk) => {
    output += chunk.toString();
    if (keepTail && output.length > MAX_TAIL_LENGTH) output = output.slice(-MAX_TAIL_LENGTH);
    if (output.length <= MAX_METADATA_LENGTH) ctx.metadata({ output });
  };
  proc.stdout.on('data', append);

  const finished = new Promise((resolve, reject) => {
    proc.once('error', reject);
    proc.once('close', (code) => resolve({ code, output }));
  });
  return {
    finished,
    /** Ends the command and waits until it is gone. */
    async stop() {
      proc.kill();
      await finished;
    },
  };
}
