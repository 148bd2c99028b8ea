import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const meter = fileURLToPath(new URL('meter.cjs', import.meta.url));

/**
 * Asks a build about a recording, by its command in a process of its own.
 * @returns `{ exitCode, stdout, stderr, seconds, cpu, peak }`: seconds by the clock and of the CPU, peak in bytes
 * @throws Error if a signal ended it
 */
export async function runMeasured({ command }, { words }) {
  const start = performance.now();
  const child = spawn(process.execPath, ['--require', meter, command, ...words, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    // Reports name sources relative to the working directory, and configurations are looked for above it.
    cwd: '/',
  });
  const [stdout, stderr, used, [exitCode, signal]] = await Promise.all([
    ...[1, 2, 3].map((stream) => text(child.stdio[stream])),
    new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (...ending) => resolve(ending));
    }),
  ]);
  if (signal !== null) throw new Error(`${words.join(' ')} was ended by ${signal}`);
  const { cpu, peak } = JSON.parse(used);
  return { exitCode, stdout, stderr, seconds: (performance.now() - start) / 1000, cpu, peak };
}
