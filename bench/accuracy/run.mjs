// How often heaptrail and others are right about programs that are known to leak, and about such that do not:
//   npm run bench -- accuracy [--only CASE,CASE] [--judges heaptrail,memlab] [--no-samples] [--no-bun] [--verbose] [--write]
// Installs and captures the programs when they are not in bench/.cache/accuracy/ yet. --verbose prints every suspect;
// --write puts the tables into docs/accuracy.md.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isBuilt } from '../engines.mjs';
import { capturesOf } from './capture.mjs';
import { corpusRuns } from './corpus.mjs';
import { judgeByHeaptrail } from './judges/heaptrail.mjs';
import { judges } from './judges.mjs';
import { looks } from './looks.mjs';
import { judgeOnBun } from './on-bun.mjs';
import { page, tables } from './page.mjs';
import { judgeSamples } from './samples.mjs';
import { markSuspects, rankOf } from './score.mjs';

const listOf = (text) => text.split(',').filter((word) => word !== '');
const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== 'accuracy'),
  options: {
    only: { type: 'string', default: '' },
    judges: { type: 'string', default: judges.map(({ name }) => name).join(',') },
    samples: { type: 'boolean', default: true },
    bun: { type: 'boolean', default: true },
    verbose: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
  allowNegative: true,
});
if (!isBuilt()) throw new Error('dist/ is not there: run npm run build first');

const only = listOf(values.only);
if (values.write && only.length > 0) throw new Error('--write is for the whole corpus: leave out --only');
const chosen = judges.filter(({ name }) => listOf(values.judges).includes(name));
const resultsByLook = looks.map((look) => ({ look, results: [] }));
const resultsByJudge = chosen.map((judge) => ({ judge, results: [], skipped: judge.isThere?.() === false }));
const resultsOnBun = [];
for (const run of corpusRuns(only)) {
  const files = capturesOf(run);
  for (const { judge, results, skipped } of resultsByJudge) {
    if (skipped) continue;
    const result = ask(judge, run, files);
    results.push(result);
    printResult(judge, result);
  }
  for (const { look, results } of resultsByLook) results.push(lookAt(look, run, files));
  if (values.bun) {
    const result = await judgeOnBun(run);
    resultsOnBun.push(result);
    printResult({ name: 'heaptrail on Bun' }, result);
  }
}
const sampleRows = values.samples && only.length === 0 ? await judgeSamples() : [];

console.log(tables(resultsByJudge, resultsByLook, resultsOnBun, sampleRows));
if (values.write)
  writeFileSync(
    fileURLToPath(new URL('../../docs/accuracy.md', import.meta.url)),
    page(resultsByJudge, resultsByLook, resultsOnBun, sampleRows),
  );

function ask({ judge }, run, files) {
  try {
    return { run, suspects: markSuspects(run, judge(files)) };
  } catch (error) {
    return { run, suspects: [], failure: error.message };
  }
}

function lookAt({ pick, clean = () => {} }, run, files) {
  const picked = pick(files);
  try {
    return ask({ judge: judgeByHeaptrail }, run, picked);
  } finally {
    clean(picked);
  }
}

function printResult({ name }, { run, suspects, failure }) {
  const found =
    run.kind === 'leaky' ? `rank ${rankOf(suspects) || '-'} of ${suspects.length}` : suspects.length;
  console.error(`${run.name} ${run.kind}, ${name}: ${failure ?? found}`);
  if (!values.verbose) return;
  for (const { right, title, confidence } of suspects.slice(0, 10)) {
    console.error(`  ${right ? '+' : '-'} ${confidence ?? ''} ${title}`);
  }
}
