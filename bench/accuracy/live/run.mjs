// The programs of the corpora as people have them, live under `attach` with its defaults (on Bun under `record`):
//   npm run bench -- live [--only CASE,CASE] [--runtimes 'node 20,node 22,node 24,node 26,bun'] [--rotate]
//                         [--at-once 4] [--verbose] [--write]
// --rotate asks about each program on one of the runtimes, in turns. --write keeps the answers for docs/accuracy.md,
// beside those of other runs on the same day.
import { parseArgs } from 'node:util';
import { isBuilt } from '../../engines.mjs';
import { corpusRuns, requireCases } from '../corpus.mjs';
import { rankOf } from '../score.mjs';
import { keepAnswers } from './answers.mjs';
import { writeLiveColumn } from './column.mjs';
import { judgeLive, runtimes } from './judge-live.mjs';

const listOf = (text) => text.split(',').filter((word) => word !== '');
const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== 'live'),
  options: {
    only: { type: 'string', default: '' },
    runtimes: { type: 'string', default: runtimes.map(({ name }) => name).join(',') },
    rotate: { type: 'boolean', default: false },
    'at-once': { type: 'string', default: '4' },
    verbose: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
if (!isBuilt()) throw new Error('dist/ is not there: run npm run build first');

const only = listOf(values.only);
requireCases(only);
const chosen = runtimes.filter(({ name }) => listOf(values.runtimes).includes(name));
if (chosen.length === 0) throw new Error(`no such runtime: ${values.runtimes}`);
const results = await judgeLive([...corpusRuns('cases', only), ...corpusRuns('unseen', only)], {
  chosen,
  rotate: values.rotate,
  atOnce: Number(values['at-once']),
  onResult: print,
});
const wrong = results.filter((result) => !isRight(result));
console.log(`${results.length} programs live, ${wrong.length} not right`);
for (const result of wrong) console.log(`  ${result.run.name} ${result.run.kind}, ${result.runtime}`);
if (values.write) {
  keepAnswers(results);
  writeLiveColumn([...corpusRuns('cases', []), ...corpusRuns('unseen', [])]);
}

/** A clean program may be called inconclusive, but nothing may be suspected of it, in its heap or outside. */
function isRight({ run, suspects, verdict, failure }) {
  if (failure !== undefined) return false;
  if (run.kind === 'leaky') return rankOf(suspects) === 1;
  return suspects.length === 0 && verdict.outcome !== 'growth' && verdict.outcome !== 'possible';
}

function print({ run, runtime, suspects, verdict, failure }) {
  const found =
    run.kind === 'leaky' ? `rank ${rankOf(suspects) || '-'} of ${suspects.length}` : suspects.length;
  console.error(
    `${run.name} ${run.kind}, ${runtime}: ${failure ?? `${found}; ${verdict.outcome}: ${verdict.sentence}`}`,
  );
  if (!values.verbose) return;
  for (const { right, title, confidence } of suspects.slice(0, 10)) {
    console.error(`  ${right ? '+' : '-'} ${confidence ?? ''} ${title}`);
  }
}
