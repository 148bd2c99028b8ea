import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { attachToNode } from '../../dist/probes/node/attach.js';
import { planRecording } from '../../dist/probes/session/plan/plan.js';
import { recordTarget } from '../../dist/probes/session/record-target.js';
import { median } from '../median.mjs';
import { familyTime, startTarget, workTime } from './targets.mjs';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const client = fileURLToPath(new URL('./load.mjs', import.meta.url));
const visitor = fileURLToPath(new URL('./visitor.mjs', import.meta.url));

/** As `attach --plan light` has them by default. */
const betweenVisits = 5_000;

/** What a probe does before load begins has its time: what lasts is of interest. */
const settles = 5;

/** What a probe does while the server is under load; each gives back how to end it, and its process if it has one. */
const nothing = async () => ({ end: async () => {} });
const probes = {
  ledger: (pid, room) => recording(pid, room, false),
  'ledger and sampling': (pid, room) => recording(pid, room, true),
  attach: (pid, room) => attached(pid, room, []),
  'attach --native': (pid, room) => attached(pid, room, ['--native']),
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
    return {
      end: async () => {
        stop.abort();
        await pulses;
        await connection.detach();
      },
    };
  },
  visits: async (pid) => {
    const child = spawn(process.execPath, [visitor, pid, betweenVisits].map(String), {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    await once(child.stdout, 'data');
    return {
      pid: child.pid,
      end: async () => {
        child.stdin.end();
        await once(child, 'exit');
      },
    };
  },
  snapshot: async (pid, room) => {
    const connection = await attachToNode(pid);
    const { signal } = new AbortController();
    const captured = connection.capture({ path: join(room, 'one.heapsnapshot'), signal });
    return {
      end: async () => {
        await captured;
        await connection.detach();
      },
    };
  },
};

/** The command as a service runs it. */
async function watching(pid, room) {
  const words = [command, 'watch', pid, '--out', join(room, 'watch')].map(String);
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  child.stdout.resume();
  return {
    pid: child.pid,
    end: async () => {
      child.kill('SIGINT');
      await once(child, 'exit');
    },
  };
}

/** In a process of its own, as a person would: what it makes of the pages must not slow down the load. */
async function attached(pid, room, options) {
  const folder = join(room, 'a.heaptrail');
  const words = ['attach', pid, ...options, '--captures', 0, '--for', '2m', '--no-analyze', '--out', folder];
  const child = spawn(process.execPath, [command, ...words.map(String)], { stdio: 'ignore' });
  const ended = once(child, 'exit');
  // The first look reads the names of all functions.
  const begun = join(folder, options.includes('--native') ? 'native.json' : 'ledger.ndjson');
  while (!existsSync(begun)) {
    if (child.exitCode !== null) throw new Error('attach ended early');
    await sleep(100);
  }
  return {
    pid: child.pid,
    end: async () => {
      child.kill('SIGINT');
      await ended;
    },
  };
}

/** Asks the server for so long. */
async function load(port, seconds) {
  const child = spawn(process.execPath, [client, port, seconds].map(String), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pieces = await child.stdout.toArray();
  return JSON.parse(Buffer.concat(pieces).toString());
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
  return {
    end: async () => {
      stop.abort();
      await recorded;
    },
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
    { name: 'nothing', ...middle(bare) },
    ...names.map((name) => ({ name, ...middle(runs.get(name)), ...spread(runs.get(name)) })),
  ];
}

function middle(runs) {
  const of = (field) => median(runs.map((run) => run[field]));
  return { requests: of('requests'), p99: of('p99'), own: of('own') };
}

/**
 * The middle half of the shares tells how much of a difference is noise. What the server works for a request is hardly
 * touched by other work on the machine, while its throughput is.
 */
function spread(runs) {
  return {
    share: middleHalf(runs.map(({ share }) => share)),
    workShare: middleHalf(runs.map((run) => run.workShare)),
  };
}

function middleHalf(values) {
  const sorted = values.sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return { median: at(0.5), low: at(0.25), high: at(0.75) };
}

async function withServer(kind, use) {
  const server = await startTarget('./server.mjs', kind);
  const { port } = server.first;
  try {
    await load(port, settles);
    await use(async (begin, duration) => {
      const room = mkdtempSync(join(tmpdir(), 'heaptrail-bench-'));
      try {
        const probe = await begin(server.pid, room);
        await load(port, settles);
        const before = { work: workTime(server.pid), own: familyTime(probe.pid) };
        const { requests, p99 } = await load(port, duration);
        const work = (workTime(server.pid) - before.work) / requests;
        const own = (familyTime(probe.pid) - before.own) / duration;
        await probe.end();
        return { requests: requests / duration, p99, work, own };
      } finally {
        rmSync(room, { recursive: true, force: true });
      }
    });
  } finally {
    await server.stop();
  }
}
