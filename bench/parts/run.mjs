// Where resident memory is told to be, and where it is: npm run bench -- parts --majors 20,22,24,26 --bun 1.4.5,1.3.14
// One table alone, with --only:
//   grown   programs that grow one part by a known size: in which part it is told to be
//   samples every sample, leaking and fixed, a few seconds each: how far the parts are from resident memory
//   real    real programs recorded by the built command: how far the parts are from resident memory
//   cost    how long a reading takes, by the size of the process, and how long it holds the process up
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bunBinary } from '../../scripts/fetch-bun.mjs';
import { nodeBinary } from '../../scripts/fetch-node.mjs';
import { measureCost } from './cost.mjs';
import { growers, growOnce, judged } from './grown.mjs';
import { realPrograms, recordParts } from './real.mjs';
import { sampleParts } from './samples.mjs';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    majors: { type: 'string', default: '20,22,24,26' },
    bun: { type: 'string', default: '1.4.5,1.3.14' },
    programs: { type: 'string', default: Object.keys(growers).join(',') },
    sizes: { type: 'string', default: '0.1,1,4' },
    seconds: { type: 'string', default: '30' },
    preload: { type: 'string' },
    only: { type: 'string' },
  },
});
const majors = values.majors.split(',').filter(Boolean).map(Number);
const buns = values.bun.split(',').filter(Boolean);
const mebi = 2 ** 20;
/** What parts may differ from resident memory. */
const mostOff = 0.03;
const percent = (share) => (share === undefined ? '' : `${(share * 100).toFixed(1)} %`);
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);

const tables = { grown: showGrown, samples: showSamples, real: showReal, cost: showCost };
for (const [name, show] of Object.entries(tables))
  if (values.only === undefined || values.only === name) await show();

async function showGrown() {
  row(
    'runtime',
    'grows',
    'by',
    'told in the right part',
    'parts that changed, MiB',
    'sum against resident memory',
    "heap against V8's own figure",
  );
  row(...new Array(7).fill('---'));
  for (const runtime of await runtimes())
    for (const program of values.programs.split(',')) {
      const { grown, right, parts, off, heapOff } = judged(program, await growOnce({ ...runtime, program }));
      const told =
        program === 'heap of workers' || heapOff === undefined ? '' : `${(heapOff / mebi).toFixed(1)} MiB`;
      row(
        runtime.name,
        program,
        `${Math.round(grown / mebi)} MiB`,
        percent(right),
        parts.join(', '),
        percent(off),
        told,
      );
    }
}

async function runtimes() {
  const environment = values.preload === undefined ? {} : { LD_PRELOAD: values.preload };
  const nodes = majors.map(async (major) => ({
    name: `Node ${major}`,
    binary: await nodeBinary(major),
    engine: 'v8',
    environment,
  }));
  const semiSpace = majors.slice(0, 1).map(async (major) => ({
    name: `Node ${major} --max-semi-space-size=64`,
    binary: await nodeBinary(major),
    args: ['--max-semi-space-size=64'],
    engine: 'v8',
    environment,
  }));
  const others = buns.map(async (version) => ({
    name: `Bun ${version}`,
    binary: await bunBinary(version),
    engine: 'jsc',
  }));
  return await Promise.all([...nodes, ...semiSpace, ...others]);
}

async function showSamples() {
  row('runtime', 'samples', 'readings', 'farthest from resident memory', 'in', 'most of other', 'in');
  row(...new Array(7).fill('---'));
  for (const { runtime, readings } of await sampleParts({ majors, buns })) {
    const farthest = readings.toSorted((a, b) => Math.abs(b.off) - Math.abs(a.off))[0];
    const untold = readings.toSorted((a, b) => b.other - a.other)[0];
    row(
      runtime,
      new Set(readings.map(({ name }) => name)).size,
      readings.length,
      percent(farthest.off),
      farthest.name,
      percent(untold.other),
      untold.name,
    );
    if (Math.abs(farthest.off) >= mostOff) process.exitCode = 1;
  }
}

async function showReal() {
  row('program', 'readings', 'resident', 'parts, MiB', 'their sum against resident memory');
  row(...new Array(5).fill('---'));
  const room = mkdtempSync(join(tmpdir(), 'heaptrail-real-'));
  try {
    const [major = 20] = majors;
    const programs = realPrograms({ node: await nodeBinary(major), bun: await bunBinary(buns[0]), room });
    for (const { name, command } of programs) {
      const { readings, last } = await recordParts(command, Number(values.seconds));
      if (last === undefined) throw new Error(`${name}: nothing was read`);
      const sum = Object.values(last.parts.sizes).reduce((all, size) => all + size, 0);
      const parts = Object.entries(last.parts.sizes)
        .sort(([, a], [, b]) => b - a)
        .map(([part, size]) => `${part} ${(size / mebi).toFixed(1)}`);
      row(
        name,
        readings,
        `${Math.round(last.rss / mebi)} MiB`,
        parts.join(', '),
        percent((sum - last.rss) / last.rss),
      );
    }
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
}

async function showCost() {
  row(
    'resident',
    'mappings',
    'reading',
    'telling the parts',
    'the process is blocked: read back to back',
    'not read',
  );
  row(...new Array(6).fill('---'));
  const blocked = ({ share, longest }) => `${percent(share)} of its work, ${longest.toFixed(1)} ms at most`;
  for (const size of values.sizes.split(',').map(Number)) {
    const { resident, mappings, read, told, disturbed, quiet } = await measureCost(size * 1024 * mebi);
    const [reading, telling] = [read, told].map((took) => `${took.toFixed(0)} ms`);
    row(`${Math.round(resident / mebi)} MiB`, mappings, reading, telling, blocked(disturbed), blocked(quiet));
  }
}
