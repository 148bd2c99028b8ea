import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleMemory } from '../../dist/probes/ledger/sample-memory.js';
import { attachToNode } from '../../dist/probes/node/attach.js';
import { foreseenCost } from '../../dist/probes/session/guards/foreseen-cost.js';
import { weighCapture } from '../../dist/probes/session/guards/guards.js';
import { peakMemory, resetPeak, residentMemory, startTargetOn, threadTime } from './targets.mjs';

const shapes = ['json', 'rows', 'closures', 'tiny', 'texts'];
const heapLimit = '--max-old-space-size=4000';

/** What one snapshot takes of programs of several shapes and sizes, beside what is told of it before. */
export async function compareCosts(megabytes) {
  console.log(
    '\n| program | nodes | processor time | told at capture | before attaching | memory | told at capture | before attaching | disk | told |\n' +
      '|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|',
  );
  for (const size of megabytes) {
    for (const shape of shapes)
      console.log(`| ${size} MB of ${shape} | ${(await costsOf(shape, size)).join(' | ')} |`);
  }
}

async function costsOf(shape, size) {
  const target = await startTargetOn(process.execPath, './costs-program.mjs', [shape, size], [heapLimit]);
  const room = mkdtempSync(join(tmpdir(), 'heaptrail-bench-'));
  try {
    const { cost: before } = await foreseenCost({
      pid: target.pid,
      runtime: 'node',
      rss: residentMemory(target.pid),
    });
    const connection = await attachToNode(target.pid, {});
    const conditions = { freeDisk: Number.POSITIVE_INFINITY, version: process.version.slice(1) };
    const { cost: told } = weighCapture([await sampleMemory(connection)], conditions);
    resetPeak(target.pid);
    const [resident, worked] = [residentMemory(target.pid), threadTime(target.pid)];
    const path = join(room, 'one.heapsnapshot');
    const { nodes } = await connection.capture({ path, signal: new AbortController().signal });
    const took = {
      pause: threadTime(target.pid) - worked,
      memory: peakMemory(target.pid) - resident,
      disk: statSync(path).size,
    };
    await connection.detach();
    const time = ['pause', (value) => `${(value / 1000).toFixed(2)} s`];
    const inMebi = (name) => [name, (value) => `${Math.round(value / 2 ** 20)} MiB`];
    return [
      nodes.toLocaleString('en'),
      ...cells(took, [told, before], ...time),
      ...cells(took, [told, before], ...inMebi('memory')),
      ...cells(took, [told], ...inMebi('disk')),
    ];
  } finally {
    await target.stop();
    rmSync(room, { recursive: true, force: true });
  }
}

/** What it took, and what was told of it with how many times that is. */
function cells(took, told, name, text) {
  return [
    text(took[name]),
    ...told.map((cost) => `${text(cost[name])} (${(cost[name] / took[name]).toFixed(1)})`),
  ];
}
