import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sampleMemory } from '../../dist/probes/ledger/sample-memory.js';
import { attachToNode } from '../../dist/probes/node/attach.js';
import { freeDiskAt, weighCapture } from '../../dist/probes/session/guards/guards.js';
import { median } from '../median.mjs';
import { peakMemory, resetPeak, residentMemory, startTarget, threadTime } from './targets.mjs';

/** As far apart as a recording's visits may be: what V8 does to a function between two visits has its time. */
const betweenVisits = 2_000;
const laterVisits = 9;
/** Four functions of the program at three a visit: after so many, each was visited once. */
const preparing = 2;

/**
 * How long each probe stops a program that holds so many objects, and what memory it takes: visits, a pulse, a census and
 * a snapshot. Visits have more figures: finding the functions, which collects all garbage once; the first ones, for
 * which V8 prepares its debugger and the functions; and each visit after these.
 * @param longest what a snapshot may take; the guard that refuses it then says why
 */
export async function measurePauses(objects, { rounds, longest }) {
  const runs = [];
  for (let round = 0; round < rounds; round += 1) {
    runs.push({
      ...(await visitsOf(objects)),
      pulse: await pulseOf(objects),
      census: await censusOf(objects),
      snapshot: await snapshotOf(objects, longest),
    });
  }
  return Object.fromEntries(
    Object.keys(runs[0]).map((probe) => [probe, middle(runs.flatMap((run) => run[probe]))]),
  );
}

async function visitsOf(objects) {
  return await withTarget(objects, {}, async (target, { visits }) => {
    const sampling = await stepOf(target, () => visits.sample(1_000));
    const first = [];
    const visit = [];
    for (let number = 0; number < preparing + laterVisits; number += 1) {
      await sleep(betweenVisits);
      (number < preparing ? first : visit).push(await stepOf(target, () => visits.visit()));
    }
    return { sampling, first: sumOf(first), visit };
  });
}

async function pulseOf(objects) {
  return await withTarget(objects, { pulses: true }, async (target, { pulses }) => {
    // The first pulse also numbers every object; a window has several.
    await pulses.take();
    return await stepOf(target, () => pulses.take());
  });
}

/** None if this version has no census. */
async function censusOf(objects) {
  return await withTarget(objects, {}, async (target, { census }) => {
    if (census === undefined) return [];
    return await stepOf(target, () => census.take());
  });
}

async function snapshotOf(objects, longest) {
  const room = mkdtempSync(join(tmpdir(), 'heaptrail-bench-'));
  try {
    return await withTarget(objects, {}, async (target, connection) => {
      const conditions = {
        freeDisk: await freeDiskAt(room),
        version: process.version.slice(1),
        longestPause: longest,
      };
      const { risks } = weighCapture([await sampleMemory(connection)], conditions);
      if (risks.length > 0) return { refused: risks.join('; ') };
      const { signal } = new AbortController();
      return await stepOf(target, () => connection.capture({ path: join(room, 'one.heapsnapshot'), signal }));
    });
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
}

async function withTarget(objects, options, measure) {
  const target = await startTarget('./heap.mjs', objects);
  try {
    const connection = await attachToNode(target.pid, options);
    const measured = await measure(target, connection);
    await connection.detach();
    return measured;
  } finally {
    await target.stop();
  }
}

/**
 * What one step does to the program: how long it stood in all and at once by its own clock, less than what it stands of
 * itself in that time; the processor time of its thread, which other work on the machine does not change; and the most
 * memory that it took.
 */
async function stepOf(target, work) {
  const own = await spanOf(target, () => sleep(500));
  resetPeak(target.pid);
  const before = residentMemory(target.pid);
  const { stood, took, cpu, longest } = await spanOf(target, work);
  const extra = peakMemory(target.pid) - before;
  const part = took / own.took;
  return {
    stood: Math.max(0, stood - own.stood * part),
    cpu: Math.max(0, cpu - own.cpu * part),
    ...{ longest, extra, share: extra / before },
  };
}

async function spanOf(target, work) {
  await target.ask('reset');
  const begun = performance.now();
  const cpuBefore = threadTime(target.pid);
  await work();
  const { stood, longest } = await target.ask('report');
  return { stood, longest, cpu: threadTime(target.pid) - cpuBefore, took: performance.now() - begun };
}

function sumOf(steps) {
  const sum = (name) => steps.reduce((total, step) => total + step[name], 0);
  const most = (name) => Math.max(...steps.map((step) => step[name]));
  return {
    stood: sum('stood'),
    cpu: sum('cpu'),
    longest: most('longest'),
    extra: most('extra'),
    share: most('share'),
  };
}

function middle(runs) {
  const refused = runs.find((run) => run.refused !== undefined);
  if (refused !== undefined || runs.length === 0) return refused;
  const of = (name) => median(runs.map((run) => run[name]));
  return {
    stood: of('stood'),
    cpu: of('cpu'),
    longest: of('longest'),
    extra: of('extra'),
    share: of('share'),
  };
}
