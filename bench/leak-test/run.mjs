// What one assertion on a small operation costs, beside other tools, in turns and each in a fresh process:
//   npm run bench -- leak-test [--times 9]
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  allowPositionals: true,
  options: { times: { type: 'string', default: '9' } },
});
const here = fileURLToPath(new URL('..', import.meta.url));
const program = fileURLToPath(new URL('one-assertion.mjs', import.meta.url));
const tools = ['heaptrail', 'jest-leak-detector', 'leakage'];

if (!existsSync(`${here}node_modules`)) {
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit' });
}
const results = new Map(tools.map((tool) => [tool, []]));
for (let time = 0; time < Number(values.times); time++) {
  for (const tool of tools) results.get(tool).push(ask(tool));
}
console.log(
  `${cpus().length} x ${cpus()[0].model}, Node ${process.version}, load ${loadavg()[0].toFixed(1)}\n`,
);
console.log('| tool | median | slowest | verdicts |\n|---|---:|---:|---|');
for (const [tool, asked] of results) console.log(row(tool, asked));

function ask(tool) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, tool], {
    cwd: here,
    encoding: 'utf8',
    timeout: 120_000,
  });
  const line = stdout?.split('\n').find((text) => text.startsWith('@@'));
  if (line !== undefined) return JSON.parse(line.slice(2));
  const [reason = `exit ${status}`] = stderr?.match(/^\w*Error.*$/m) ?? [];
  return { failure: reason };
}

function row(tool, asked) {
  const [failed] = asked.filter(({ failure }) => failure !== undefined);
  if (failed !== undefined) return `| ${tool} | does not run | | ${failed.failure} |`;
  const times = asked.map(({ duration }) => duration).toSorted((a, b) => a - b);
  const right = asked.filter(({ passed }) => passed).length;
  return `| ${tool} | ${inSeconds(times[times.length >> 1])} | ${inSeconds(times.at(-1))} | ${right} of ${asked.length} pass |`;
}

function inSeconds(time) {
  return `${(time / 1000).toFixed(2)} s`;
}
