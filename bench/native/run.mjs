// Samples of memory outside the JavaScript heap, live, by the built command: the part that grows, the reason, and what an
// experiment gives back of what was predicted:
//   npm run bench -- native [--runtimes 20,22,24,26,bun] [--samples NAME,NAME] [--owners] [--at-once 4] [--resume] [--open] [--for 3m] [--write]
// --owners records the leaking ones again with --native (needs perf): who takes the memory, and whether the same part grows.
// --resume does not run again what an earlier call did; --open runs again only what was wrong or undecided, best with a longer --for than
// the sample has, as the report says. --write puts the tables of all that is kept into docs/native-memory.md.
import { parseArgs } from 'node:util';
import { addonSamples, nativeSamples } from '../../samples/native-index.mjs';
import { judge } from './judge-native.mjs';
import { keepRow, keptRows, keyOf } from './kept-rows.mjs';
import { disagree, nativeTable, writeNative } from './table.mjs';

const all = [...nativeSamples, ...addonSamples];
const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    runtimes: { type: 'string', default: '20,22,24,26,bun' },
    samples: { type: 'string', default: all.map(({ name }) => name).join(',') },
    owners: { type: 'boolean', default: false },
    'at-once': { type: 'string', default: '4' },
    resume: { type: 'boolean', default: false },
    open: { type: 'boolean', default: false },
    for: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});

const names = values.samples.split(',');
const done = new Set(doneBefore().map(keyOf));
const chosen = values.runtimes.split(',').filter(Boolean).flatMap(runsOn);
const waiting = chosen.filter((run) => !done.has(keyOf(run)));
await Promise.all(Array.from({ length: Number(values['at-once']) }, judgeNext));

const keys = new Set(chosen.map(keyOf));
const rows = keptRows().filter((row) => keys.has(keyOf(row)));
console.log(nativeTable(rows));
if (values.write) writeNative(keptRows());
process.exitCode = rows.every(({ wrong }) => wrong.length === 0) && !disagree(rows) ? 0 : 1;

function doneBefore() {
  if (values.open)
    return keptRows().filter(
      ({ wrong, report }) => wrong.length === 0 && report.verdict.outcome !== 'inconclusive',
    );
  return values.resume ? keptRows() : [];
}

function runsOn(runtime) {
  return all
    .filter(({ name, notOnBun }) => names.includes(name) && (runtime !== 'bun' || notOnBun === undefined))
    .flatMap(({ name: sample }) => [
      { runtime, sample, twin: 'leaky', withPerf: false },
      { runtime, sample, twin: 'fixed', withPerf: false },
      ...(values.owners ? [{ runtime, sample, twin: 'leaky', withPerf: true }] : []),
    ]);
}

async function judgeNext() {
  for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
    const row = await judge(run, values.for).catch((error) => ({ ...run, wrong: [error.message] }));
    keepRow(row);
    console.error(`${keyOf(run)}: ${row.wrong.join('; ') || 'right'}`);
  }
}
