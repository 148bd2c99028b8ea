// What probes cost a program: npm run bench -- probes --rounds 5 --seconds 8 --objects 0.1,1,5,20 --minutes 60
// One part alone, with --only:
//   pauses   visits, pulses, censuses and snapshots of heaps of several sizes; --longest is what a snapshot may take
//   visited  the realistic server while it is visited
//   native   the realistic server while its new pages are looked at (attach --native)
//   tight    programs that are nearly out of memory, looked at with the defaults of attach
//   costs    what a snapshot takes of heaps of --megabytes, beside what is told of it before
//   twins    the long run: --minutes 60 --majors 20,22,24,26
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { compareCosts } from './costs.mjs';
import { measureLoop } from './loop-speed.mjs';
import { comparePauses } from './pause-table.mjs';
import { lookAtTight } from './tight.mjs';
import { measureTwins } from './twins.mjs';
import { measureUnderLoad } from './under-load.mjs';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '8' },
    objects: { type: 'string', default: '0.1,1,5,20' },
    longest: { type: 'string', default: '120' },
    megabytes: { type: 'string', default: '5,50,500' },
    minutes: { type: 'string', default: '60' },
    majors: { type: 'string', default: '20,22,24,26' },
    programs: { type: 'string', default: 'idle,busy' },
    only: { type: 'string' },
  },
});
const rounds = Number(values.rounds);
const seconds = Number(values.seconds);

const load = loadavg()[0].toFixed(1);
console.log(
  `${cpus().length} x ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ` +
    `${rounds} rounds, load of the machine at the start ${load}\n`,
);

const parts = {
  twins: compareTwins,
  servers: compareServers,
  visited: compareVisited,
  native: compareNative,
  loop: compareLoop,
  pauses: () =>
    comparePauses(values.objects.split(',').map(Number), {
      rounds: Math.min(rounds, 3),
      longest: Number(values.longest) * 1_000,
    }),
  costs: () => compareCosts(values.megabytes.split(',').map(Number)),
  tight: () => lookAtTight(values.majors.split(',').map(Number)),
};
for (const [name, measure] of Object.entries(parts))
  if (values.only === undefined || values.only === name) await measure();

async function compareServers() {
  await compareServer('heavy');
  await compareServer('realistic', ['ledger and sampling', 'watch', 'window of pulses']);
}

async function compareNative() {
  await compareServer('realistic', ['ledger and sampling', 'native']);
  await compareServer('heavy', ['native']);
}

async function compareVisited() {
  await compareServer('realistic', ['visits']);
}

async function compareServer(kind, only) {
  const which = kind === 'heavy' ? 'allocation-heavy' : kind;
  console.log(
    `\n| ${which} server with | requests/s | of bare (middle half) | processor time of a request, of bare | p99 ms |\n|---|---|---|---|---|`,
  );
  for (const row of await measureUnderLoad(kind, { rounds, seconds, only })) printLoad(row);
}

async function compareLoop() {
  const share = await measureLoop(rounds, seconds);
  console.log(`\nallocation-heavy loop with an open window: ${percent(share)} of bare speed`);
}

async function compareTwins() {
  const majors = values.majors.split(',').map(Number);
  console.log(
    `| ${values.minutes} min of watch | resident memory | of its twin's | grew against its twin | CPU of a core | its twin's | alarms, captures |\n|---|---|---|---|---|---|---|`,
  );
  for (const { major, program, resident, drift, cores, alarms, captures } of await measureTwins({
    minutes: Number(values.minutes),
    majors,
    programs: values.programs.split(','),
  })) {
    const [alone, watched] = resident;
    console.log(
      `| Node ${major}, ${program} | ${mebi(watched)} MiB | ${percent(watched / alone)} | ${percent(drift - 1)} | ` +
        `${percent(cores[1])} | ${percent(cores[0])} | ${alarms}, ${captures} |`,
    );
  }
}

function mebi(bytes) {
  return (bytes / 2 ** 20).toFixed(1);
}

function printLoad({ name, requests, share, low, high, workShare, p99 }) {
  const between = low === undefined ? '' : ` (${percent(low)} to ${percent(high)})`;
  console.log(
    `| ${name} | ${Math.round(requests)} | ${percent(share)}${between} | ${percent(workShare)} | ${p99} |`,
  );
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}
