import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { PartsReader } from '../../dist/probes/ledger/parts-reader.js';
import { samples } from '../../samples/index.mjs';
import { addonSamples, nativeSamples } from '../../samples/native-index.mjs';
import { onBun } from '../../samples/on-bun.mjs';
import { startSample } from '../../samples/start-sample.mjs';
import { withAddon } from '../../scripts/fetch-addon.mjs';
import { bunBinary } from '../../scripts/fetch-bun.mjs';
import { nodeBinary } from '../../scripts/fetch-node.mjs';

const all = [...new Set([...samples, ...nativeSamples, ...addonSamples])];
/** Long enough for a sample to have changed what it has. */
const between = 1_500;
const readingsOfEach = 2;
const atOnce = 4;

/** How far the parts of each sample, leaking and fixed, are from resident memory, on each runtime. */
export async function sampleParts({ majors, buns }) {
  const nodes = majors.map(async (major) => ({
    runtime: `Node ${major}`,
    engine: 'node',
    started: { runtime: await nodeBinary(major) },
  }));
  const others = buns.map(async (version) => ({
    runtime: `Bun ${version}`,
    engine: 'bun',
    started: onBun(await bunBinary(version)),
  }));
  const runtimes = await Promise.all([...nodes, ...others]);
  const waiting = runtimes.flatMap(runsOn);
  const readings = [];
  const readNext = async () => {
    for (let run = waiting.shift(); run !== undefined; run = waiting.shift())
      readings.push(...(await readingsOf(run)));
  };
  await Promise.all(Array.from({ length: atOnce }, readNext));
  return runtimes.map(({ runtime }) => ({
    runtime,
    readings: readings.filter((reading) => reading.runtime === runtime),
  }));
}

function runsOn({ runtime, engine, started }) {
  const addon = withAddon();
  return all
    .filter(({ notOnBun }) => engine === 'node' || notOnBun === undefined)
    .flatMap(({ name }) =>
      [false, true].map((fixed) => ({
        name,
        runtime,
        engine,
        options: {
          ...started,
          fixed,
          directory: addon.directory,
          environment: { ...addon.environment, ...started.environment },
        },
      })),
    );
}

async function readingsOf({ name, runtime, engine, options }) {
  const agent = await startSample(name, options);
  const reader = new PartsReader({ pid: agent.pid, runtime: engine }, 0);
  const readings = [];
  try {
    while (readings.length < readingsOfEach) {
      await sleep(between);
      // A program that allocates meanwhile is between both counts: the kernel's own is taken before and after.
      const before = residentOf(agent.pid);
      const { parts } = await reader.withNow({ at: Date.now() });
      const after = residentOf(agent.pid);
      const sum = Object.values(parts.sizes).reduce((total, size) => total + size, 0);
      const nearest = Math.min(Math.max(sum, Math.min(before, after)), Math.max(before, after));
      readings.push({ runtime, name, off: (sum - nearest) / nearest, other: (parts.sizes.other ?? 0) / sum });
    }
  } finally {
    await agent.stop();
  }
  return readings;
}

function residentOf(pid) {
  const [, resident] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(resident) * 1024;
}
