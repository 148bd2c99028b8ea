// What loading a snapshot and analyzing a recording cost beside JSON.parse of the same file: npm run bench -- ratios
// Runs in CI. A ratio is steadier than a time, and still it is noise below a factor of two: only beyond twice the recorded
// ratio it fails. With --record, the ratios that were seen become the recorded ones.
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { analyzeCommand, engines, isBuilt } from './engines.mjs';
import { recordingOf } from './heaps.mjs';
import { median } from './median.mjs';
import { runEngine } from './run-engine.mjs';

const megabytes = 60;
const rounds = 5;
const timeoutSeconds = 120;
const allowed = 2;
const recordedIn = new URL('ratios.json', import.meta.url);

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: { record: { type: 'boolean', default: false } },
});
if (!isBuilt()) throw new Error('dist/ is not there: run npm run build first');

const files = recordingOf(megabytes);
const last = files.at(-1);
const commandOf = (name) => engines.find((engine) => engine.name === name).command(last);
const ratios = ratiosOf(
  await inTurns({
    json: commandOf('json'),
    loading: commandOf('heaptrail'),
    recording: analyzeCommand(files),
  }),
);
if (values.record) writeFileSync(recordedIn, `${JSON.stringify(ratios, undefined, 2)}\n`);
process.exitCode = tell(ratios, JSON.parse(readFileSync(recordedIn, 'utf8'))) ? 0 : 1;

/** Seconds of processor time of each, one after the other, so that what slows the machine down hits all of them. */
async function inTurns(commands) {
  const seconds = Object.fromEntries(Object.keys(commands).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, command] of Object.entries(commands)) {
      const { cpu, failure } = await runEngine(command, timeoutSeconds);
      // 1 and 3 are verdicts.
      if (failure !== undefined && !/^exit [13]/.test(failure)) throw new Error(`${name}: ${failure}`);
      seconds[name].push(cpu);
    }
  }
  return seconds;
}

function ratiosOf({ json, ...ours }) {
  const rounded = (value) => Math.round(value * 100) / 100;
  return Object.fromEntries(
    Object.entries(ours).map(([name, seconds]) => [
      name,
      rounded(median(seconds.map((cpu, round) => cpu / json[round]))),
    ]),
  );
}

/** Whether all of them are near what was recorded. */
function tell(seen, recorded) {
  for (const [name, ratio] of Object.entries(seen))
    console.log(
      `${name}: ${ratio} times JSON.parse of ${megabytes} MB, ${recorded[name]} when it was recorded`,
    );
  const slower = Object.keys(seen).filter((name) => seen[name] > allowed * recorded[name]);
  for (const name of slower) console.error(`${name} takes more than ${allowed} times what was recorded`);
  return slower.length === 0;
}
