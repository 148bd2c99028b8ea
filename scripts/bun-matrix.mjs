// Records every sample on several versions of Bun, run from source and compiled, and holds the reports against what
// the samples expect: `npm run build && node scripts/bun-matrix.mjs --versions 1.4.5,1.3.14 --samples timers-pile`.
// Takes some minutes for each version, so it is no part of the tests.
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { expectationOnBun, shortcomings } from '../samples/expectation.mjs';
import { attachOptions, samples } from '../samples/index.mjs';
import { compileSample, onBun } from '../samples/on-bun.mjs';
import { startSample } from '../samples/start-sample.mjs';
import { bunBinary, testedVersions } from './fetch-bun.mjs';

const heaptrail = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));
const { values } = parseArgs({
  options: {
    versions: { type: 'string', default: testedVersions.slice(0, 2).join(',') },
    samples: { type: 'string', default: samples.map(({ name }) => name).join(',') },
    ways: { type: 'string', default: 'run,compiled' },
    twins: { type: 'string', default: 'leaky,fixed' },
    'at-once': { type: 'string', default: '3' },
    keep: { type: 'string' },
  },
});
const wants = (option, name) => values[option].split(',').includes(name);

const room = mkdtempSync(path.join(tmpdir(), 'heaptrail-bun-matrix-'));
try {
  const jobs = (await Promise.all(values.versions.split(',').map(jobsOf))).flat();
  const rows = await inParallel(jobs, Number(values['at-once']));
  const wrong = rows.filter((row) => row.wrong.length > 0);
  console.log(`\n${rows.length - wrong.length} of ${rows.length} reports say what their samples expect`);
  process.exitCode = wrong.length === 0 ? 0 : 1;
} finally {
  rmSync(room, { recursive: true, force: true });
}

async function jobsOf(version) {
  const bun = await bunBinary(version);
  return samples
    .filter(({ name }) => wants('samples', name))
    .flatMap((sample) =>
      ['run', 'compiled']
        .filter((way) => wants('ways', way))
        .flatMap((way) =>
          ['leaky', 'fixed']
            .filter((twin) => wants('twins', twin) && sample.expects[twin] !== undefined)
            .map((twin) => ({ version, bun, sample, way, twin })),
        ),
    );
}

async function inParallel(jobs, atOnce) {
  const rows = [];
  const queue = jobs[Symbol.iterator]();
  const work = async () => {
    for (const job of queue) {
      const row = await judge(job).catch((error) => ({ wrong: [error.message], title: '' }));
      rows.push(row);
      const { version, sample, way, twin } = job;
      const answer = row.wrong.length === 0 ? `right: ${row.title}` : `WRONG: ${row.wrong.join('; ')}`;
      console.log(`| ${version} | ${way} | ${sample.name} | ${twin} | ${answer} |`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return rows;
}

async function judge({ version, bun, sample, way, twin }) {
  const folder = mkdtempSync(path.join(room, 'job-'));
  const program = way === 'compiled' ? await compileSample(sample.name, bun, folder) : undefined;
  const fixed = twin === 'fixed';
  const agent = await startSample(sample.name, { ...onBun(bun), program, fixed });
  const kept = values.keep && path.join(values.keep, `${sample.name}-${version}-${way}-${twin}.heaptrail`);
  try {
    const report = await attach(agent.pid, sample, kept ?? path.join(folder, 'run.heaptrail'));
    const end = await agent.stop();
    const wrong = shortcomings(report, expectationOnBun(sample.expects[twin]));
    return { wrong: end === 0 ? wrong : [...wrong, `it ended with ${end}`], title: report.verdict.sentence };
  } finally {
    await agent.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function attach(pid, sample, out) {
  const words = ['attach', String(pid), ...attachOptions(sample), '--out', out, '--json', '--quiet'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [heaptrail, ...words], { maxBuffer: 64 << 20 }, (_, stdout, errors) => {
      if (stdout === '') reject(new Error(`no report: ${errors.trim()}`));
      else resolve(JSON.parse(stdout));
    });
  });
}
