// How often leak tests are wrong: every program of the corpus, again and again, each time in a fresh process:
//   npm run bench -- flakiness [--times 50] [--at-once 2] [--set cases|unseen] [--only a,b] [--table] [--write]
// Programs take turns, so that an interrupted run has tried all of them equally often. Results are kept in
// bench/.cache/flakiness.ndjson; --table only prints what is there.
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { installRun } from '../accuracy/capture.mjs';
import { corpusRuns, requireCases } from '../accuracy/corpus.mjs';
import { flakinessTable, writeFlakiness } from './table.mjs';

const { values } = parseArgs({
  allowPositionals: true,
  options: {
    times: { type: 'string', default: '50' },
    'at-once': { type: 'string', default: '2' },
    set: { type: 'string', default: 'cases' },
    only: { type: 'string', default: '' },
    table: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});

const oneVerdict = fileURLToPath(new URL('one-verdict.mjs', import.meta.url));
const cache = fileURLToPath(new URL('../.cache/', import.meta.url));
const results = `${cache}flakiness.ndjson`;
const timeout = 600_000;

const only = values.only.split(',').filter(Boolean);
requireCases(only);
if (values.write && values.set !== 'cases') throw new Error('--write is for the corpus: leave out --set');
const runs = corpusRuns(values.set, only);
if (!values.table) await tryAll();
const tried = readResults().filter(({ name }) => runs.some((run) => run.name === name));
console.log(flakinessTable(tried));
if (values.write) writeFlakiness(tried);

async function tryAll() {
  mkdirSync(cache, { recursive: true });
  for (const run of runs) installRun(run);
  const pending = Array.from({ length: Number(values.times) }, () => runs).flat();
  const lane = async () => {
    for (let run = pending.shift(); run !== undefined; run = pending.shift()) {
      appendFileSync(results, `${JSON.stringify(await verdictOn(run))}\n`);
    }
  };
  await Promise.all(Array.from({ length: Number(values['at-once']) }, lane));
}

function verdictOn({ name, kind, variant, folder, truth }) {
  const { promise, resolve } = withResolvers();
  const child = spawn(process.execPath, [oneVerdict], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production', VARIANT: variant },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  child.on('close', (code) => {
    const line = stdout.split('\n').find((text) => text.startsWith('@@'));
    const row = { name, kind, at: Date.now(), load: loadavg()[0] };
    if (line === undefined) resolve({ ...row, failure: `exit ${code}: ${stderr.slice(-600)}` });
    else resolve({ ...row, ...judged(JSON.parse(line.slice(2)), truth) });
  });
  return promise;
}

/** Whether the text of a suspect has what the case says of the right one. */
function judged({ leaks, ...rest }, truth) {
  const named = leaks.some((leak) => truth.every((expression) => expression.test(JSON.stringify(leak))));
  return { ...rest, leaks: leaks.map(({ title }) => title), named };
}

function readResults() {
  if (!existsSync(results)) return [];
  return readFileSync(results, 'utf8')
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

function withResolvers() {
  const parts = {};
  parts.promise = new Promise((resolve) => {
    parts.resolve = resolve;
  });
  return parts;
}
