import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { attachToNode } from '../../dist/probes/node/attach.js';
import { median, peakMemory, resetPeak, residentMemory, startTarget } from './targets.mjs';

/** How long a pulse and a snapshot of the same heap stop its program, and what memory they take, in turns. */
export async function measurePauses(objects, rounds) {
  const pulses = [];
  const snapshots = [];
  for (let round = 0; round < rounds; round += 1) {
    pulses.push(await once(objects, (connection) => connection.pulses.take(), true));
    snapshots.push(await once(objects, snapshot, false));
  }
  return { objects, pulse: middle(pulses), snapshot: middle(snapshots) };
}

/** A snapshot alone. */
export async function measureSnapshot(objects, rounds) {
  const snapshots = [];
  for (let round = 0; round < rounds; round += 1) snapshots.push(await once(objects, snapshot, false));
  return middle(snapshots);
}

async function snapshot(connection, room) {
  const { signal } = new AbortController();
  await connection.capture({ path: join(room, 'one.heapsnapshot'), signal });
}

/**
 * What visits of such a heap cost: finding the functions, which collects all garbage once; the first visit, for which V8
 * walks its heap; and each visit after it.
 */
export async function measureVisits(objects, rounds) {
  const steps = { sampling: [], first: [], later: [] };
  for (let round = 0; round < rounds; round += 1) {
    const target = await startTarget('./heap.mjs', objects);
    try {
      const { visits, detach } = await attached(target.pid);
      await target.ask('reset');
      steps.sampling.push(await stepOf(target, () => visits.sample(1_000)));
      steps.first.push(await stepOf(target, () => visits.visit()));
      for (let visit = 0; visit < laterVisits; visit += 1)
        steps.later.push(await stepOf(target, () => visits.visit()));
      await detach();
    } finally {
      await target.stop();
    }
  }
  return { sampling: middle(steps.sampling), first: middle(steps.first), later: middle(steps.later) };
}

const laterVisits = 4;

async function attached(pid) {
  const connection = await attachToNode(pid);
  return { visits: connection.visits, detach: () => connection.detach() };
}

async function stepOf(target, work) {
  resetPeak(target.pid);
  const before = residentMemory(target.pid);
  await work();
  const extra = peakMemory(target.pid) - before;
  const { longest } = await target.ask('report');
  await target.ask('reset');
  return { pause: longest, extra, share: extra / before };
}

async function once(objects, work, pulses) {
  const room = mkdtempSync(join(tmpdir(), 'heaptrail-bench-'));
  const target = await startTarget('./heap.mjs', objects);
  try {
    const connection = await attachToNode(target.pid, { pulses });
    // The first pulse also numbers every object; a window has several.
    if (pulses) await work(connection, room);
    await target.ask('reset');
    resetPeak(target.pid);
    const before = residentMemory(target.pid);
    await work(connection, room);
    const { longest } = await target.ask('report');
    const extra = peakMemory(target.pid) - before;
    await connection.detach();
    return { pause: longest, extra, share: extra / before };
  } finally {
    await target.stop();
    rmSync(room, { recursive: true, force: true });
  }
}

function middle(runs) {
  return {
    pause: median(runs.map(({ pause }) => pause)),
    extra: median(runs.map(({ extra }) => extra)),
    share: median(runs.map(({ share }) => share)),
  };
}

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
