// Every sample as a live process, leaking and fixed, recorded and judged by the command.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shortcomings } from '../../samples/expectation.mjs';
import { attachOptions, samples } from '../../samples/index.mjs';
import { startSample } from '../../samples/start-sample.mjs';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** They sleep most of the time. */
const atOnce = 3;

/** @returns a row for each sample: `{ name, leaks, fixed }`, with what is wrong in each report, one line each */
export async function judgeSamples() {
  const rows = new Map();
  const waiting = [...samples];
  const judgeNext = async () => {
    for (let sample = waiting.shift(); sample !== undefined; sample = waiting.shift()) {
      rows.set(sample, await judgeSample(sample));
      console.error(`sample ${sample.name}: ${JSON.stringify(rows.get(sample))}`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, judgeNext));
  return samples.map((sample) => rows.get(sample));
}

async function judgeSample(sample) {
  const { leaky, fixed } = sample.expects;
  return {
    name: sample.name,
    leaks: await judgeOne(sample, false, leaky),
    ...(fixed === undefined ? {} : { fixed: await judgeOne(sample, true, fixed) }),
  };
}

async function judgeOne(sample, fixed, expected) {
  const folder = mkdtempSync(join(tmpdir(), 'heaptrail-sample-'));
  const agent = await startSample(sample.name, { fixed });
  try {
    const out = join(folder, 'run.heaptrail');
    const words = ['attach', String(agent.pid), ...attachOptions(sample), '--out', out, '--json', '--quiet'];
    const { stdout, stderr } = await run([command, ...words]);
    if (stdout === '') return [`no report: ${stderr}`];
    return shortcomings(JSON.parse(stdout), expected);
  } finally {
    await agent.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Exit codes stand for verdicts, which the report says as well. */
function run(words) {
  return new Promise((resolve) => {
    execFile(process.execPath, words, { maxBuffer: 2 ** 26 }, (_, stdout, stderr) => {
      resolve({ stdout, stderr });
    });
  });
}
