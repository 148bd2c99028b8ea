// Compares engines over heap snapshots, side by side: npm run bench -- --sizes 25,250 --peers devtools,memlab --rounds 3
// Installs the peers into bench/ when it runs first, and keeps the snapshots it makes in bench/.cache/.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { analyzeCommand, engines, findLeaksCommand, isBuilt } from './engines.mjs';
import { heaps, recordingOf, snapshotOf } from './heaps.mjs';
import { runEngine } from './run-engine.mjs';
import { printTable } from './table.mjs';

if (process.argv[2] === 'agent-hour')
  process.exit(await import('./agent-hour/run.mjs').then(() => process.exitCode));
if (process.argv[2] === 'fleet-fingerprints')
  process.exit(await import('./fleet/fingerprints.mjs').then(() => 0));
if (process.argv[2] === 'fleet') process.exit(await import('./fleet/run.mjs').then(() => process.exitCode));
if (process.argv[2] === 'bun') process.exit(await import('./bun.mjs').then(() => 0));
if (process.argv[2] === 'edges') process.exit(await import('./edges.mjs').then(() => 0));
if (process.argv[2] === 'library') process.exit(await import('./library.mjs').then(() => 0));
if (process.argv[2] === 'page') process.exit(await import('./page.mjs').then(() => 0));
if (process.argv[2] === 'compare-builds')
  process.exit(await import('./compare-builds/run.mjs').then(() => process.exitCode));
if (process.argv[2] === 'agents') process.exit(await import('./agents/run.mjs').then(() => 0));
if (process.argv[2] === 'kills') process.exit(await import('./kills/run.mjs').then(() => process.exitCode));
if (process.argv[2] === 'store') {
  installPeers();
  process.exit(await import('./store/run.mjs').then(() => process.exitCode));
}
if (process.argv[2] === 'fleet-kills')
  process.exit(await import('./fleet-kills/run.mjs').then(() => process.exitCode));
if (process.argv[2] === 'parts') process.exit(await import('./parts/run.mjs').then(() => process.exitCode));
if (process.argv[2] === 'probes') process.exit(await import('./probes/run.mjs').then(() => 0));
if (process.argv[2] === 'native') process.exit(await import('./native/run.mjs').then(() => process.exitCode));
if (process.argv[2] === 'visits') process.exit(await import('./accuracy/visits/run.mjs').then(() => 0));
if (process.argv[2] === 'accuracy') process.exit(await import('./accuracy/run.mjs').then(() => 0));
if (process.argv[2] === 'live') process.exit(await import('./accuracy/live/run.mjs').then(() => 0));
if (process.argv[2] === 'flakiness') process.exit(await import('./flakiness/run.mjs').then(() => 0));
if (process.argv[2] === 'ratios') process.exit(await import('./ratios.mjs').then(() => process.exitCode));
if (process.argv[2] === 'suites') process.exit(await import('./suites/run.mjs').then(() => process.exitCode));
if (process.argv[2] === 'leak-test') process.exit(await import('./leak-test/run.mjs').then(() => 0));
if (process.argv[2] === 'identity') process.exit(await import('./identity.mjs').then(() => process.exitCode));
if (process.argv[2] === 'identity-recordings')
  process.exit(await import('./identity/record.mjs').then(() => process.exitCode));

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== 'devtools-sizes'),
  options: {
    sizes: { type: 'string', default: heaps.map(({ name }) => name).join(',') },
    peers: { type: 'string', default: engines.map(({ name }) => name).join(',') },
    rounds: { type: 'string', default: '3' },
    timeout: { type: 'string', default: '900' },
    recording: { type: 'string' },
  },
});

if (!isBuilt()) throw new Error('dist/ is not there: run npm run build first');
installPeers();
if (process.argv[2] === 'devtools-sizes') process.exit(await import('./devtools-sizes.mjs').then(() => 0));

const chosen = engines.filter(({ name }) => name === 'heaptrail' || values.peers.split(',').includes(name));
const timeout = Number(values.timeout);

console.log(
  `${cpus().length} x ${cpus()[0].model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
);
for (const heap of heaps.filter(({ name }) => values.sizes.split(',').includes(name))) {
  const { file, size } = snapshotOf(heap);
  const runs = await inTurns(chosen.map(({ name, command }) => ({ name, command: command(file) })));
  printTable(`${heap.name}: ${Math.round(size / 1e6)} MB`, runs, size);
}
if (values.recording !== undefined) await compareRecording(Number(values.recording));

/** Every engine once, then every engine again: what slows the machine down for a while hits all of them. */
async function inTurns(candidates) {
  const runs = new Map(candidates.map(({ name }) => [name, []]));
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const { name, command } of candidates) {
      // What failed fails again.
      if (runs.get(name).some(({ failure }) => failure)) continue;
      warm(command.at(-1));
      runs.get(name).push(await runEngine(command, timeout));
    }
  }
  return runs;
}

/** The whole of `heaptrail analyze` over one recording, against loading its last capture alone and memlab on three captures. */
async function compareRecording(megabytes) {
  const files = recordingOf(megabytes);
  const { command } = engines.find(({ name }) => name === 'heaptrail');
  const runs = await inTurns([
    { name: 'heaptrail', command: command(files.at(-1)) },
    { name: 'analyze 2', command: analyzeCommand(files.slice(-2)) },
    { name: 'analyze 4', command: analyzeCommand(files) },
    ...(values.peers.split(',').includes('memlab')
      ? [{ name: 'find-leaks 3', command: findLeaksCommand(files.slice(-3)) }]
      : []),
  ]);
  // Exit codes 1 and 3 are verdicts.
  for (const run of [...runs.values()].flat()) if (/^exit [13]/.test(run.failure)) run.failure = undefined;
  printTable(`a recording of 4 captures of up to ${megabytes} MB`, runs);
}

/** Into the page cache, so that nobody pays for the disk. */
function warm(file) {
  if (file.includes('heapsnapshot')) execFileSync('cat', [file], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function installPeers() {
  const here = fileURLToPath(new URL('.', import.meta.url));
  if (existsSync(`${here}node_modules`)) return;
  const words = ['ci', '--ignore-scripts', '--no-audit', '--no-fund'];
  execFileSync('npm', words, { cwd: here, stdio: 'inherit' });
}
