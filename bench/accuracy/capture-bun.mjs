// Runs rounds.mjs on Bun in the working directory and takes each snapshot that it asks for, as `heaptrail record` does.
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startAndAttach } from '../../dist/probes/attach/start.js';

const rounds = fileURLToPath(new URL('rounds.mjs', import.meta.url));
const { SNAPS, BUN } = process.env;
const { signal } = new AbortController();

const { program, connection } = await startAndAttach([BUN, rounds], 'stderr', {}, signal);
try {
  for (const round of [1, 2, 3, 4]) {
    const path = `${SNAPS}r${round}.heapsnapshot`;
    while (!existsSync(`${path}.wanted`)) {
      if (connection.ended.aborted) throw connection.ended.reason;
      await pause(20);
    }
    await connection.capture({ path, signal });
  }
  if (!connection.ended.aborted) await Promise.race([once(connection.ended, 'abort'), pause(5_000)]);
} finally {
  await connection.detach();
  await program.stop();
}
