// Samples of memory outside the JavaScript heap, live, by the built command: the part that grows, the reason, and what an
// experiment gives back of what was predicted:
//   npm run bench -- native [--runtimes 20,22,24,26,bun] [--samples NAME,NAME] [--owners] [--at-once 4] [--write]
// --owners also records who takes the memory (needs perf); --write puts the table into docs/native-memory.md.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { expectationOnBun, shortcomings } from '../../samples/expectation.mjs';
import { attachOptions } from '../../samples/index.mjs';
import { addonSamples, nativeSamples } from '../../samples/native-index.mjs';
import { onBun } from '../../samples/on-bun.mjs';
import { startSample } from '../../samples/start-sample.mjs';
import { withAddon } from '../../scripts/fetch-addon.mjs';
import { bunBinary } from '../../scripts/fetch-bun.mjs';
import { nodeBinary } from '../../scripts/fetch-node.mjs';
import { nativeTable, writeNative } from './table.mjs';

const all = [...nativeSamples, ...addonSamples];
const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    runtimes: { type: 'string', default: '20,22,24,26,bun' },
    samples: { type: 'string', default: all.map(({ name }) => name).join(',') },
    owners: { type: 'boolean', default: false },
    'at-once': { type: 'string', default: '4' },
    write: { type: 'boolean', default: false },
  },
});
const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const addon = withAddon();

const waiting = values.runtimes
  .split(',')
  .flatMap((runtime) =>
    all
      .filter(({ name, notOnBun }) => wants(name) && (runtime !== 'bun' || notOnBun === undefined))
      .flatMap((sample) => ['leaky', 'fixed'].map((twin) => ({ runtime, sample, twin }))),
  );
const rows = [];
await Promise.all(Array.from({ length: Number(values['at-once']) }, judgeNext));
console.log(nativeTable(rows));
if (values.write) writeNative(rows);
process.exitCode = rows.every(({ wrong }) => wrong.length === 0) ? 0 : 1;

function wants(name) {
  return values.samples.split(',').includes(name);
}

async function judgeNext() {
  for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
    const row = await judge(run).catch((error) => ({ ...run, wrong: [error.message] }));
    rows.push(row);
    console.error(`${run.runtime} ${run.sample.name} ${run.twin}: ${row.wrong.join('; ') || 'right'}`);
  }
}

async function judge({ runtime, sample, twin }) {
  const folder = mkdtempSync(join(tmpdir(), 'heaptrail-native-'));
  const binary = runtime === 'bun' ? await bunBinary() : await nodeBinary(Number(runtime));
  const started = runtime === 'bun' ? onBun(binary) : { runtime: binary };
  const agent = await startSample(sample.name, {
    ...started,
    directory: addon.directory,
    environment: { ...addon.environment, ...started.environment },
    fixed: twin === 'fixed',
  });
  try {
    const out = join(folder, 'run.heaptrail');
    const extra = values.owners ? ['--native'] : [];
    const words = [
      'attach',
      agent.pid,
      ...attachOptions(sample),
      ...extra,
      '--out',
      out,
      '--json',
      '--quiet',
    ];
    const { stdout, stderr } = await run([command, ...words.map(String)]);
    if (stdout === '') throw new Error(stderr);
    const report = JSON.parse(stdout);
    const expected = sample.expects[twin];
    const wrong = shortcomings(report, runtime === 'bun' ? expectationOnBun(expected) : expected).filter(
      // A minute may be too short to clear a twin: that is no accusation.
      (line) => twin === 'leaky' || !line.startsWith('the verdict is inconclusive'),
    );
    return { runtime, sample, twin, report, wrong };
  } finally {
    await agent.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Exit codes stand for verdicts, which the report says as well. */
function run(words) {
  return new Promise((resolve) => {
    execFile(process.execPath, words, { maxBuffer: 2 ** 26 }, (_, stdout, stderr) =>
      resolve({ stdout, stderr }),
    );
  });
}
