// What probes cost a program: npm run bench -- probes --rounds 5 --seconds 8 --objects 0.1,1,5 --minutes 60
// Visits beside snapshots alone: npm run bench -- probes --only visits --objects 0.1,1,5
// The long run alone: npm run bench -- probes --only twins --minutes 60 --majors 20,22,24,26
import { cpus, loadavg, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { measureLoop, measurePauses, measureSnapshot, measureVisits } from './pauses.mjs';
import { measureTwins } from './twins.mjs';
import { measureUnderLoad } from './under-load.mjs';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '8' },
    objects: { type: 'string', default: '0.1,1,5' },
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

if (values.only === 'visits') {
  await compareVisits();
  process.exit();
}
await compareTwins();
if (values.only === 'twins') process.exit();

console.log(
  '\n| allocation-heavy server with | requests/s | of bare (middle half) | p99 ms |\n|---|---|---|---|',
);
for (const row of await measureUnderLoad('heavy', { rounds, seconds })) printLoad(row);

console.log('\n| realistic server with | requests/s | of bare (middle half) | p99 ms |\n|---|---|---|---|');
const only = ['ledger and sampling', 'watch', 'window of pulses'];
for (const row of await measureUnderLoad('realistic', { rounds, seconds, only })) printLoad(row);

console.log(
  `\nallocation-heavy loop with an open window: ${percent(await measureLoop(rounds, seconds))} of bare speed`,
);

console.log(
  '\n| objects | pulse: pause, extra memory | snapshot: pause, extra memory | pause, pulse of snapshot |\n|---|---|---|---|',
);
for (const millions of values.objects.split(',').map(Number)) {
  const { pulse, snapshot } = await measurePauses(millions * 1e6, Math.min(rounds, 3));
  console.log(
    `| ${millions} M | ${pauseCell(pulse)} | ${pauseCell(snapshot)} | ${percent(pulse.pause / snapshot.pause)} |`,
  );
}

await compareVisits();

async function compareVisits() {
  console.log(
    '\n| objects | visit: pause, extra memory | the first one | finding the functions | snapshot |\n|---|---|---|---|---|',
  );
  for (const millions of values.objects.split(',').map(Number)) {
    const times = Math.min(rounds, 3);
    const { later, first, sampling } = await measureVisits(millions * 1e6, times);
    const snapshot = await measureSnapshot(millions * 1e6, times);
    console.log(
      `| ${millions} M | ${pauseCell(later)} | ${pauseCell(first)} | ${pauseCell(sampling)} | ${pauseCell(snapshot)} |`,
    );
  }
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

function printLoad({ name, requests, share, low, high, p99 }) {
  const between = low === undefined ? '' : ` (${percent(low)} to ${percent(high)})`;
  console.log(`| ${name} | ${Math.round(requests)} | ${percent(share)}${between} | ${p99} |`);
}

function pauseCell({ pause, extra, share }) {
  return `${Math.round(pause)} ms, ${(extra / 2 ** 20).toFixed(1)} MiB (${percent(share)})`;
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}
