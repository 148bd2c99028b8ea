// This checkout's build, as people run it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** `{ code, output, errors, seconds }`. Exit codes 1 and 3 are verdicts. */
export async function heaptrail(...words) {
  const start = performance.now();
  const child = spawn(process.execPath, [command, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  const [output, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, output, errors, seconds: (performance.now() - start) / 1000 };
}
