import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';
import { attachToNode } from '../../dist/probes/node/attach.js';
import { planRecording } from '../../dist/probes/session/plan/plan.js';
import { recordTarget } from '../../dist/probes/session/record-target.js';
import { median, startTarget, threadTime } from './targets.mjs';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const visitor = fileURLToPath(new URL('./visitor.mjs', import.meta.url));

/** As `attach --plan light` has them by default. */
const betweenVisits = 5_000;

/** What a probe does while the server is under load; each gives back how to end it. */
const nothing = async () => async () => {};
const probes = {
  ledger: (pid, room) => recording(pid, room, false),
  'ledger and sampling': (pid, room) => recording(pid, room, true),
  native: (pid, room) => lookingAtPages(pid, room),
  watch: (pid, room) => watching(pid, room),
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
  visits: async (pid) => {
    const child = spawn(process.execPath, [visitor, pid, betweenVisits].map(String), {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    return async () => {
      child.stdin.end();
      await once(child, 'exit');
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

/** The command as a service runs it. */
async function watching(pid, room) {
  const words = [command, 'watch', pid, '--out', join(room, 'watch')].map(String);
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  child.stdout.resume();
  return async () => {
    child.kill('SIGINT');
    await once(child, 'exit');
  };
}

/** In a process of its own, as a person would: what it makes of the pages must not slow down the load. */
async function lookingAtPages(pid, room) {
  const folder = join(room, 'a.heaptrail');
  const words = [
    'attach',
    pid,
    '--native',
    '--captures',
    '0',
    '--for',
    '2m',
    '--no-analyze',
    '--out',
    folder,
  ];
  const child = spawn(process.execPath, [command, ...words.map(String)], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  // The first look reads the names of all functions: what lasts is of interest.
  while (!existsSync(join(folder, 'native.json'))) {
    if (child.exitCode !== null) throw new Error('attach --native ended early');
    await sleep(100);
  }
  return async () => {
    child.kill('SIGINT');
    await ended;
  };
}

async function recording(pid, room, sampling) {
  const connection = await attachToNode(pid);
  const plan = planRecording({ captures: 0, duration: 3_600_000, sampling });
  const stop = new AbortController();
  const recorded = recordTarget(connection, {
    plan,
    folder: join(room, 'a.heaptrail'),
    onEvent: () => {},
    signal: stop.signal,
  });
  return async () => {
    stop.abort();
    await recorded;
  };
}

/**
 * Throughput and latency of one kind of server with each probe. Every probe gets its turn on one server, between two
 * turns of the same server without any: its throughput counts against the mean of these, so that neither a machine that
 * changes nor a server that warms up looks like the price of a probe.
 */
export async function measureUnderLoad(kind, { rounds, seconds, only }) {
  const names = Object.keys(probes).filter((name) => only === undefined || only.includes(name));
  const bare = [];
  const runs = new Map(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    const turned = [...names.slice(round % names.length), ...names.slice(0, round % names.length)];
    await withServer(kind, async (turn) => {
      let before = await turn(nothing, seconds);
      bare.push(before);
      for (const name of turned) {
        const run = await turn(probes[name], seconds);
        const after = await turn(nothing, seconds);
        bare.push(after);
        runs.get(name).push({
          ...run,
          share: run.requests / ((before.requests + after.requests) / 2),
          workShare: run.work / ((before.work + after.work) / 2),
        });
        before = after;
      }
    });
  }
  return [
    { name: 'nothing', ...middle(bare), share: 1, workShare: 1 },
    ...names.map((name) => ({ name, ...middle(runs.get(name)), ...spread(runs.get(name)) })),
  ];
}

function middle(runs) {
  return { requests: median(runs.map(({ requests }) => requests)), p99: median(runs.map(({ p99 }) => p99)) };
}

/**
 * The middle half of the shares tells how much of a difference is noise. What the server's main thread works for a request
 * is hardly touched by other work on the machine, while its throughput is.
 */
function spread(runs) {
  const shares = runs.map(({ share }) => share).sort((a, b) => a - b);
  const at = (part) => shares[Math.min(shares.length - 1, Math.floor(shares.length * part))];
  const workShare = median(runs.map((run) => run.workShare));
  return { share: median(shares), low: at(0.25), high: at(0.75), workShare };
}

async function withServer(kind, use) {
  const server = await startTarget('./server.mjs', kind);
  const url = `http://127.0.0.1:${server.first.port}`;
  try {
    await autocannon({ url, connections: 10, duration: 2 });
    await use(async (begin, duration) => {
      const room = mkdtempSync(join(tmpdir(), 'heaptrail-bench-'));
      try {
        const end = await begin(server.pid, room);
        // A probe that starts measures the target, and compiles itself: what lasts is of interest.
        await autocannon({ url, connections: 10, duration: 2 });
        const worked = threadTime(server.pid);
        const { requests, latency } = await autocannon({ url, connections: 10, duration });
        const work = (threadTime(server.pid) - worked) / requests.total;
        await end();
        return { requests: requests.average, p99: latency.p99, work };
      } finally {
        rmSync(room, { recursive: true, force: true });
      }
    });
  } finally {
    await server.stop();
  }
}
