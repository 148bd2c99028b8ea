// Every sample and every program of the corpora by visits alone, without a snapshot, leaking and fixed, on several Nodes, and the samples
// on Bun:
//   npm run bench -- visits [--majors 20,22,24,26,bun] [--only NAME,NAME] [--set samples|cases|unseen] [--at-once 4]
//                           [--every 2s] [--verbose] [--write]
// A leaky run is right if its first suspect is what captures name. A clean one is right if there is no suspect.
// --write keeps the answers beside those of other parts of the same day, and puts the tables into docs/accuracy.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { samples } from '../../../samples/index.mjs';
import { isBuilt } from '../../engines.mjs';
import { corpusRuns } from '../corpus.mjs';
import { keepAnswers, visitAnswers } from './answers.mjs';
import { judgeProgram } from './judge-program.mjs';
import { judgeSample } from './judge-sample.mjs';
import { withTable } from './section.mjs';
import { tables } from './tables.mjs';

const doc = fileURLToPath(new URL('../../../docs/accuracy.md', import.meta.url));
const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    majors: { type: 'string', default: '20,22,24,26,bun' },
    only: { type: 'string', default: '' },
    set: { type: 'string', default: 'samples,cases,unseen' },
    every: { type: 'string', default: '2s' },
    'at-once': { type: 'string', default: '4' },
    verbose: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
if (!isBuilt()) throw new Error('dist/ is not there: run npm run build first');

const listOf = (text) => text.split(',').filter((word) => word !== '');
const sets = listOf(values.set);
const only = listOf(values.only);
const majors = listOf(values.majors).map((word) => (word === 'bun' ? word : Number(word)));
const light = ['--plan', 'light', '--every', values.every, '--parts', 'heap'];

const jobs = [...sampleJobs(), ...programJobs()].flatMap((job) =>
  majors.filter((major) => major !== 'bun' || job.set === 'samples').map((major) => ({ ...job, major })),
);
if (jobs.length === 0) throw new Error(`no such sample or program: ${values.only}`);
await judgeAll();
const wrong = jobs.filter(({ fault }) => fault !== undefined);
console.log(`${jobs.length} runs by visits, ${wrong.length} not right`);
if (values.write) {
  keepAnswers(jobs, values.every);
  writeFileSync(doc, withTable(readFileSync(doc, 'utf8'), tables(visitAnswers())));
}

function sampleJobs() {
  if (!sets.includes('samples')) return [];
  return samples
    .filter(({ name }) => only.length === 0 || only.includes(name))
    .flatMap((sample) =>
      ['leaky', ...(sample.expects.fixed === undefined ? [] : ['fixed'])].map((kind) => ({
        set: 'samples',
        name: sample.name,
        kind,
        judge: (major) => judgeSample(sample, kind, major, light),
      })),
    );
}

function programJobs() {
  return ['cases', 'unseen']
    .filter((set) => sets.includes(set))
    .flatMap((set) => corpusRuns(set, only).map((run) => ({ set, run })))
    .map(({ set, run }) => ({
      set,
      name: run.name,
      kind: run.kind,
      judge: (major) => judgeProgram(run, major, light),
    }));
}

/** They sleep most of the time. */
async function judgeAll() {
  const waiting = [...jobs];
  const judgeNext = async () => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await judgeOne(job);
  };
  await Promise.all(Array.from({ length: Number(values['at-once']) }, judgeNext));
}

/** `fault` is what is wrong, or undefined. */
async function judgeOne(job) {
  const {
    fault,
    suspects = [],
    limits = [],
  } = await job.judge(job.major).catch((error) => ({ fault: error.message }));
  job.fault = fault;
  console.error(`${job.name} ${job.kind}, node ${job.major}: ${fault ?? 'right'}`);
  if (!values.verbose) return;
  for (const { title, confidence } of suspects.slice(0, 10)) console.error(`  ${confidence} ${title}`);
  for (const limit of limits) console.error(`  (${limit})`);
}
