// This checkout's build, as people run it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { runMeasured } from '../identity/run-measured.mjs';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/**
 * Records a running process. `{ seconds, stderr }`; what counts is whether the recording is there. `quick` leaves out the
 * wait, up to two minutes, for samples that judge memory outside the heap.
 */
export async function attach(pid, out, { everySeconds, quick }) {
  const start = performance.now();
  const words = [command, 'attach', String(pid), '--captures', '4', '--every', `${everySeconds}s`];
  const child = spawn(process.execPath, [...words, quick ? '--no-analyze' : '--json', '--out', out], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const [stderr] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { seconds: (performance.now() - start) / 1000, stderr };
}

/** `{ report, seconds, cpu }` of one analysis. @throws Error in its own words if there is no report */
export async function analyze(recording) {
  const { exitCode, stdout, stderr, seconds, cpu } = await runMeasured(
    { command },
    { words: ['analyze', recording] },
  );
  // Exit codes 1 and 3 are verdicts.
  if (![0, 1, 3].includes(exitCode)) throw new Error(`analyze ends with ${exitCode}: ${stderr.trim()}`);
  return { report: JSON.parse(stdout), seconds, cpu };
}
