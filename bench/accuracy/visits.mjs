// Every sample by visits alone, without a snapshot, leaking and fixed, on several Nodes:
//   npm run bench -- visits [--majors 20,22,24,26] [--only SAMPLE,SAMPLE] [--write]
// A leaky sample is right if its first suspect is of the kind and at the place that captures name. A fixed one is right if
// there is no suspect. --write puts the table into docs/accuracy.md.
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isFirst } from '../../samples/expectation.mjs';
import { samples } from '../../samples/index.mjs';
import { startSample } from '../../samples/start-sample.mjs';
import { nodeBinary } from '../../scripts/fetch-node.mjs';
import { withTable } from './visits-section.mjs';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const doc = fileURLToPath(new URL('../../docs/accuracy.md', import.meta.url));

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    majors: { type: 'string', default: '20,22,24,26' },
    only: { type: 'string', default: '' },
    every: { type: 'string', default: '2s' },
    write: { type: 'boolean', default: false },
  },
});
/** They sleep most of the time. */
const atOnce = 4;
const majors = values.majors.split(',').map(Number);
const only = values.only.split(',').filter((name) => name !== '');
const chosen = samples.filter(({ name }) => only.length === 0 || only.includes(name));
const load = loadavg()[0].toFixed(1);

const results = await judgeAll();
const text = tableOf(results);
console.log(text);
if (values.write) writeFileSync(doc, withTable(readFileSync(doc, 'utf8'), text));

async function judgeAll() {
  const runs = chosen.flatMap((sample) =>
    majors.flatMap((major) => [
      { sample, major, fixed: false },
      ...(sample.expects.fixed === undefined ? [] : [{ sample, major, fixed: true }]),
    ]),
  );
  const waiting = [...runs];
  const judgeNext = async () => {
    for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
      run.fault = await judge(run).catch((error) => error.message);
      const { sample, major, fixed, fault } = run;
      console.error(`${sample.name} ${fixed ? 'fixed' : 'leaky'}, node ${major}: ${fault ?? 'right'}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, judgeNext));
  return runs;
}

/** @returns what is wrong, or undefined */
async function judge({ sample, major, fixed }) {
  const folder = mkdtempSync(join(tmpdir(), 'heaptrail-visits-'));
  const agent = await startSample(sample.name, {
    fixed,
    runtime: await nodeBinary(major),
    // Others may record on this machine.
    environment: { NODE_OPTIONS: '--inspect-port=0' },
  });
  try {
    const out = join(folder, 'run.heaptrail');
    const words = [
      'attach',
      String(agent.pid),
      '--plan',
      'light',
      '--every',
      values.every,
      '--parts',
      'heap',
    ];
    const { stdout, stderr } = await run([
      command,
      ...words,
      ...['--operations', 'globalThis.agent.operations', '--out', out, '--json', '--quiet'],
    ]);
    if (stdout === '') return `no report: ${stderr}`;
    const { suspects } = JSON.parse(stdout);
    const { first } = sample.expects.leaky;
    if (fixed || first === undefined || first === null) return suspects[0] && `accuses ${suspects[0].title}`;
    return isFirst(suspects, first) ? undefined : `first is ${suspects[0]?.title ?? 'nothing'}`;
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

function tableOf(runs) {
  const cell = (sample, major) => {
    const [leaky, fixed] = [false, true].map((fixedRun) =>
      runs.find((each) => each.sample === sample && each.major === major && each.fixed === fixedRun),
    );
    return `${mark(leaky)}, ${fixed === undefined ? '-' : mark(fixed)}`;
  };
  const mark = ({ fault }) => (fault === undefined ? 'yes' : '**no**');
  const right = (fixedRun) => {
    const asked = runs.filter(({ fixed }) => fixed === fixedRun);
    return `${asked.filter(({ fault }) => fault === undefined).length} of ${asked.length}`;
  };
  return [
    `Right: ${right(false)} leaky runs, ${right(true)} fixed runs. Visits every ${values.every}, load ${load}.`,
    '',
    `| sample: leaky, fixed | ${majors.map((major) => `Node ${major}`).join(' | ')} |`,
    `| --- | ${majors.map(() => '---').join(' | ')} |`,
    ...chosen.map(
      (sample) => `| ${sample.name} | ${majors.map((major) => cell(sample, major)).join(' | ')} |`,
    ),
  ].join('\n');
}
