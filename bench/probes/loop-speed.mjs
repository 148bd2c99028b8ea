import { setTimeout as sleep } from 'node:timers/promises';
import { attachToNode } from '../../dist/probes/node/attach.js';
import { median } from '../median.mjs';
import { startTarget } from './targets.mjs';

/** Objects a second of a loop that only allocates, with an open window against without, in turns. */
export async function measureLoop(rounds, seconds) {
  const shares = [];
  for (let round = 0; round < rounds; round += 1) {
    const bare = await speedOf(seconds, false);
    shares.push((await speedOf(seconds, true)) / bare);
  }
  return median(shares);
}

async function speedOf(seconds, window) {
  const target = await startTarget('./loop.mjs');
  try {
    const connection = await attachToNode(target.pid, { pulses: window });
    if (window) await connection.pulses.take();
    const before = await target.ask('count');
    const start = performance.now();
    await sleep(seconds * 1_000);
    const after = await target.ask('count');
    const speed = (after.count - before.count) / (performance.now() - start);
    await connection.detach();
    return speed;
  } finally {
    await target.stop();
  }
}
