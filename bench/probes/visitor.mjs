// Visits a process until its standard input ends, as `attach --plan light` does: node visitor.mjs PID MILLIS
import { setTimeout as sleep } from 'node:timers/promises';
import { attachToNode } from '../../dist/probes/node/attach.js';

const [pid, between] = process.argv.slice(2).map(Number);
const stop = new AbortController();
process.stdin.on('end', () => stop.abort()).resume();

const connection = await attachToNode(pid);
await connection.visits.sample(1_000);
process.stdout.write('visits begin\n');
while (!stop.signal.aborted) {
  await connection.visits.visit();
  await sleep(between, undefined, { signal: stop.signal }).catch(() => {});
}
await connection.detach();
process.exit();
