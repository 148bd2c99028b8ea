// Every sample as a live process, leaking and fixed, recorded and judged by the command.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { shortcomings } from '../../samples/expectation.mjs';
import { attachOptions, samples } from '../../samples/index.mjs';
import { startSample } from '../../samples/start-sample.mjs';

const command = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** @returns a row for each sample: `{ name, leaks, fixed }`, with what is wrong in each report, one line each */
export async function judgeSamples() {
  const rows = [];
  for (const sample of samples) {
    const { leaky, fixed } = sample.expects;
    rows.push({
      name: sample.name,
      leaks: await judgeOne(sample, false, leaky),
      ...(fixed === undefined ? {} : { fixed: await judgeOne(sample, true, fixed) }),
    });
    console.error(`sample ${sample.name}: ${JSON.stringify(rows.at(-1))}`);
  }
  return rows;
}

async function judgeOne(sample, fixed, expected) {
  const folder = mkdtempSync(join(tmpdir(), 'heaptrail-sample-'));
  const agent = await startSample(sample.name, { fixed });
  try {
    const out = join(folder, 'run.heaptrail');
    const words = ['attach', String(agent.pid), ...attachOptions(sample), '--out', out, '--json', '--quiet'];
    const { stdout, stderr } = spawnSync(process.execPath, [command, ...words], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
    if (stdout === '') return [`no report: ${stderr}`];
    return shortcomings(JSON.parse(stdout), expected);
  } finally {
    await agent.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
