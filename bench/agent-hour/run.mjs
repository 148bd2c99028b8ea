// What the agent beside a target costs: npm run bench -- agent-hour --minutes 60
// A healthy server runs under `heaptrail watch` with a store and metrics that are scraped, and every ten seconds the
// kernel is asked for what the watch and its helpers take. The last lines say whether the promise holds: less than 0.5 %
// of one core, less than 60 MiB resident, and no growth in the watch's own memory, judged by heaptrail.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { childrenOf, figuresOf } from './process-figures.mjs';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    minutes: { type: 'string', default: '60' },
    /** Another build's command, for example of a copy that is not rebuilt meanwhile. */
    command: { type: 'string', default: fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url)) },
  },
});
const every = 10_000;
const mostCpu = 0.005;
const mostMemory = 60 * 2 ** 20;
/** Loading and attaching. */
const startUp = 60;
const mega = (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
const percent = (share) => `${(share * 100).toFixed(2)} %`;

const folder = mkdtempSync(path.join(tmpdir(), 'agent-hour-'));
const server = spawn(process.execPath, [fileURLToPath(new URL('server.mjs', import.meta.url))], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
await once(createInterface(server.stdout), 'line');
const watch = spawn(
  process.execPath,
  [
    values.command,
    'watch',
    String(server.pid),
    ...[
      '--out',
      path.join(folder, 'watch'),
      '--store',
      path.join(folder, 'store'),
      '--metrics',
      '127.0.0.1:0',
    ],
  ],
  { stdio: ['ignore', 'ignore', 'pipe'] },
);
const [said] = await once(createInterface(watch.stderr), 'line');
const scrape = said.replace('metrics: ', '');
console.log(`${folder}\nwatch ${watch.pid} beside server ${server.pid}, ${scrape}`);

const readings = await readFor(Number(values.minutes) * 60_000);
watch.kill('SIGINT');
await once(watch, 'exit');
server.kill();
tell(readings);
await judge(path.join(folder, 'own.csv'));

async function readFor(span) {
  const found = [];
  const own = path.join(folder, 'own.csv');
  writeFileSync(own, 'time,rss\n');
  const begin = Date.now();
  for (let due = begin; due <= begin + span; due += every) {
    await sleep(Math.max(0, due - Date.now()));
    await fetch(scrape).then((answer) => answer.text());
    const agent = figuresOf(watch.pid);
    if (agent === undefined) throw new Error('the watch has ended');
    const children = childrenOf(watch.pid).flatMap((pid) => figuresOf(pid) ?? []);
    const reading = { at: (Date.now() - begin) / 1_000, ...agent, children };
    found.push(reading);
    appendFileSync(own, `${new Date().toISOString()},${agent.rss}\n`);
    appendFileSync(path.join(folder, 'readings.ndjson'), `${JSON.stringify(reading)}\n`);
  }
  return found;
}

function tell(found) {
  const last = found.at(-1);
  const settled = found.find(({ at }) => at >= startUp) ?? found[0];
  const share = (last.cpu - settled.cpu) / (last.at - settled.at);
  const all = (last.cpu + last.cpuOfEnded) / last.at;
  const highest = Math.max(...found.map(({ rss }) => rss));
  const helpers = Math.max(...found.map(({ children }) => children.reduce((sum, { rss }) => sum + rss, 0)));
  const rows = [
    // Of a run that is not longer there is none.
    ...(last.at > startUp ? [['CPU after the first minute', percent(share), share < mostCpu]] : []),
    ['CPU from the start, with helpers that ended', percent(all), all < mostCpu],
    ['resident, highest of all readings', mega(highest), highest < mostMemory],
    ['resident, highest at any moment (VmHWM)', mega(last.peak), last.peak < mostMemory],
    ['anonymous, at 1 minute and at the end', `${mega(settled.anonymous)}, ${mega(last.anonymous)}`],
    ['helpers beside it, highest', mega(helpers)],
  ];
  console.log(`\n${Math.round(last.at / 60)} minutes, ${found.length} readings, Node ${process.version}`);
  for (const [what, value, holds] of rows)
    console.log(`${what}: ${value}${holds === undefined ? '' : holds ? '' : '  <- above the promise'}`);
  if (rows.some(([, , holds]) => holds === false)) process.exitCode = 1;
}

/** By heaptrail itself, as telemetry of any process. */
async function judge(csv) {
  const triage = spawn(process.execPath, [values.command, 'triage', csv], { stdio: 'inherit' });
  const [code] = await once(triage, 'exit');
  if (code === 1) process.exitCode = 1;
}
