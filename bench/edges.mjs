// What an edge costs to load with its dominators, in snapshots of V8 and of JavaScriptCore of the same program, in turns:
//   npm run bench -- edges --sizes 250,1000 --rounds 5
// Sizes are megabytes of V8's file.
import { statSync } from 'node:fs';
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { bunBinary } from '../scripts/fetch-bun.mjs';
import { engines, isBuilt } from './engines.mjs';
import { agentOnBoth } from './heaps.mjs';
import { median } from './median.mjs';
import { runEngine } from './run-engine.mjs';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    sizes: { type: 'string', default: '250' },
    rounds: { type: 'string', default: '5' },
  },
});
if (!isBuilt()) throw new Error('dist/ is not there: run npm run build first');
const timeoutSeconds = 300;
const { command } = engines.find(({ name }) => name === 'heaptrail');
const bun = await bunBinary();

console.log('| snapshot | edges | wall per edge | ratio | CPU per edge | ratio | peak RSS | load |');
console.log('|---|---:|---:|---|---:|---|---:|---:|');
for (const size of values.sizes.split(',').map(Number)) {
  const files = agentOnBoth(size, bun);
  const runs = { v8: [], jsc: [] };
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const engine of Object.keys(runs)) {
      const run = await runEngine(command(files[engine]), timeoutSeconds);
      if (run.failure !== undefined) throw new Error(`${files[engine]}: ${run.failure}`);
      const { edges } = run.found;
      runs[engine].push({
        edges,
        wall: (run.wall * 1e9) / edges,
        cpu: (run.cpu * 1e9) / edges,
        peak: run.peak,
      });
    }
  }
  for (const engine of Object.keys(runs)) console.log(`| ${row(engine, files[engine], runs)} |`);
}

function row(engine, file, runs) {
  const all = (figure) => runs[engine].map((run) => run[figure]);
  const ratios = (figure) => spread(runs[engine].map((run, round) => run[figure] / runs.v8[round][figure]));
  return [
    `${engine}, ${Math.round(statSync(file).size / 1e6)} MB`,
    runs[engine][0].edges.toLocaleString('en'),
    `${median(all('wall')).toFixed(0)} ns`,
    ratios('wall'),
    `${median(all('cpu')).toFixed(0)} ns`,
    ratios('cpu'),
    `${Math.round(median(all('peak')) / 2 ** 20)} MiB`,
    loadavg()[0].toFixed(1),
  ].join(' | ');
}

function spread(ratios) {
  const text = (ratio) => ratio.toFixed(2);
  return `${text(median(ratios))} (${text(Math.min(...ratios))} to ${text(Math.max(...ratios))})`;
}
