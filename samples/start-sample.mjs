import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const mostErrorText = 4_000;

/**
 * Starts one sample as a process of its own and waits until it says that it is warm.
 * The process that starts it ends it; a sample whose starter dies ends after `lifetime` seconds by itself.
 * @param {string} name of its folder
 * @param {{ fixed?: boolean, lifetime?: number, runtime?: string, program?: string, environment?: NodeJS.ProcessEnv, directory?: string }} options
 *   `runtime` is the executable, this one by default; `program` is the compiled sample, which needs none; `directory` is where it is started
 */
export async function startSample(name, options = {}) {
  const {
    fixed = false,
    lifetime = 300,
    runtime = process.execPath,
    program,
    environment = {},
    directory,
  } = options;
  const command = program === undefined ? [runtime, agentOf(name)] : [program];
  const flags = ['--for', String(lifetime), ...(fixed ? ['--fixed'] : [])];
  const child = spawn(command[0], [...command.slice(1), ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
    cwd: directory,
  });
  const exited = once(child, 'exit');
  await warm(child, exited, name);
  return {
    pid: child.pid,
    /** Asks it to end. @returns {Promise<number | string>} its exit code, or the signal that ended it */
    async stop() {
      child.kill('SIGTERM');
      const [code, signal] = await exited;
      return code ?? signal;
    },
  };
}

/** The path of the file that a sample begins with. */
export function agentOf(name) {
  return fileURLToPath(new URL(`./${name}/agent.mjs`, import.meta.url));
}

async function warm(child, exited, name) {
  const ready = once(createInterface(child.stdout), 'line');
  // What it says on stderr is told only if it dies; read on in any case, or a full pipe would stop it.
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors = (errors + chunk).slice(-mostErrorText);
  });
  const died = once(child, 'close').then(() => undefined);
  const first = await Promise.race([ready, died]);
  if (first === undefined) {
    const [code, signal] = await exited;
    throw new Error(`sample ${name} ended with ${code ?? signal} before it was ready: ${errors}`);
  }
  if (first[0] !== `ready ${child.pid}`)
    throw new Error(`sample ${name} said "${first[0]}" instead of ready`);
}
