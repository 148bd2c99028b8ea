// How often heaptrail and others are right about programs that are known to leak, and about such that do not:
//   npm run bench -- accuracy [--only CASE,CASE] [--judges heaptrail,memlab] [--no-samples] [--no-bun] [--verbose] [--write]
// Installs and captures the programs when they are not in bench/.cache/accuracy/ yet. --verbose prints every suspect;
// --write puts the tables into docs/accuracy.md.
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isBuilt } from '../engines.mjs';
import { corpusRuns, requireCases } from './corpus.mjs';
import { examine } from './examine.mjs';
import { judges } from './judges.mjs';
import { page, tables, tablesOfUnseen } from './page.mjs';
import { judgeSamples } from './samples.mjs';
import { rankOf } from './score.mjs';

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
requireCases(only);
const chosen = judges.filter(({ name }) => listOf(values.judges).includes(name));
const ways = { judges: chosen, bun: values.bun, onResult: printResult };
const known = await examine(corpusRuns('cases', only), ways);
const unseen = await examine(corpusRuns('unseen', only), ways);
const sampleRows = values.samples && only.length === 0 ? await judgeSamples() : [];

console.log(tables(known, sampleRows));
console.log(tablesOfUnseen(unseen));
if (values.write)
  writeFileSync(
    fileURLToPath(new URL('../../docs/accuracy.md', import.meta.url)),
    page(known, unseen, sampleRows),
  );

function printResult(name, { run, suspects, failure }) {
  const found =
    run.kind === 'leaky' ? `rank ${rankOf(suspects) || '-'} of ${suspects.length}` : suspects.length;
  console.error(`${run.name} ${run.kind}, ${name}: ${failure ?? found}`);
  if (!values.verbose) return;
  for (const { right, title, confidence } of suspects.slice(0, 10)) {
    console.error(`  ${right ? '+' : '-'} ${confidence ?? ''} ${title}`);
  }
}
