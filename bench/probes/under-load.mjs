import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';
import { attachToNode } from '../../dist/probes/node/attach.js';
import { planRecording } from '../../dist/probes/session/plan.js';
import { recordTarget } from '../../dist/probes/session/record-target.js';
import { median, startTarget } from './targets.mjs';

/** What a probe does while the server is under load; each gives back how to end it. */
const probes = {
  nothing: async () => async () => {},
  ledger: (pid, room) => recording(pid, room, false),
  'ledger and sampling': (pid, room) => recording(pid, room, true),
  'window of pulses': async (pid) => {
    const connection = await attachToNode(pid, { pulses: true });
    if (connection.pulses === undefined) throw new Error(connection.notes.join('; '));
    const stop = new AbortController();
    const pulses = (async () => {
      while (!stop.signal.aborted) {
        await connection.pulses.take();
        await sleep(1_000, undefined, { signal: stop.signal }).catch(() => {});
      }
    })();
    return async () => {
      stop.abort();
      await pulses;
      await connection.detach();
    };
  },
  snapshot: async (pid, room) => {
    const connection = await attachToNode(pid);
    const { signal } = new AbortController();
    const captured = connection.capture({ path: join(room, 'one.heapsnapshot'), signal });
    return async () => {
      await captured;
      await connection.detach();
    };
  },
};

async function recording(pid, room, sampling) {
  const connection = await attachToNode(pid);
  const plan = planRecording({ captures: 0, duration: 3_600_000, sampling });
  const stop = new AbortController();
  const recorded = recordTarget(connection, plan, join(room, 'a.heaptrail'), () => {}, stop.signal);
  return async () => {
    stop.abort();
    await recorded;
  };
}

/**
 * Throughput and latency of one kind of server with each probe, round by round, so that what disturbs the machine
 * disturbs all of them.
 */
export async function measureUnderLoad(kind, { rounds, seconds, only }) {
  const names = Object.keys(probes).filter((name) => only === undefined || only.includes(name));
  const runs = new Map(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    // The order turns, so that none is always the first on a warm machine.
    for (const name of [...names.slice(round % names.length), ...names.slice(0, round % names.length)]) {
      runs.get(name).push(await measureOnce(kind, probes[name], seconds));
    }
  }
  const bare = runs.get('nothing');
  return names.map((name) => {
    const each = runs.get(name);
    return {
      name,
      requests: median(each.map(({ requests }) => requests)),
      p99: median(each.map(({ p99 }) => p99)),
      // Against the bare run of the same round.
      share: median(each.map(({ requests }, i) => requests / bare[i].requests)),
    };
  });
}

async function measureOnce(kind, begin, seconds) {
  const room = mkdtempSync(join(tmpdir(), 'heaptrail-bench-'));
  const server = await startTarget('./server.mjs', kind);
  const url = `http://127.0.0.1:${server.first.port}`;
  try {
    await autocannon({ url, connections: 10, duration: 1 });
    const end = await begin(server.pid, room);
    const { requests, latency } = await autocannon({ url, connections: 10, duration: seconds });
    await end();
    return { requests: requests.average, p99: latency.p99 };
  } finally {
    await server.stop();
    rmSync(room, { recursive: true, force: true });
  }
}
