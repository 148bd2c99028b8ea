// Two builds in turns, for real: equal builds must never be called worse, and what is planted must be found.
//   npm run bench -- compare-builds [--limit 5m] [--only 'equal, clean'] [--most 1] [--fresh] [--backwards] [--write]
// Answers are kept in bench/.cache/, and a bench that was ended goes on where it was; --fresh begins anew. A second one beside
// it with --backwards begins at the other end.
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compare } from './compare.mjs';
import { replay } from './replay.mjs';
import { tableOf } from './table.mjs';
import { trials } from './trials.mjs';

const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    limit: { type: 'string', default: '5m' },
    most: { type: 'string', default: '100' },
    only: { type: 'string', default: '' },
    backwards: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
  },
});
const folder = fileURLToPath(new URL('../.cache/', import.meta.url));
const file = `${folder}compare-builds.ndjson`;
mkdirSync(folder, { recursive: true });
if (values.fresh) rmSync(file, { force: true });

for (let left = Number(values.most); left > 0; left--) {
  const trial = next();
  if (trial === undefined) break;
  const answer = await compare(trial, values.limit);
  appendFileSync(file, `${JSON.stringify({ index: trial.index, answer })}\n`);
  console.log(`${trial.name}, ${trial.kind}, ${trial.runtime}: ${wordsOf(answer)}`);
}

const answers = new Map(kept().map(({ index, answer }) => [index, answer]));
const compared = trials.flatMap((trial) =>
  answers.has(trial.index) ? [{ ...trial, answer: answers.get(trial.index) }] : [],
);
const table = tableOf(compared);
console.log(table);
replay(compared.filter(({ wanted }) => wanted === 'same'));
if (values.write) writeTable(table);
if (compared.some(isWrong)) process.exitCode = 1;

function next() {
  const known = new Set(kept().map(({ index }) => index));
  const wanted = trials.filter(({ index, name }) => name.includes(values.only) && !known.has(index));
  return wanted.at(values.backwards ? -1 : 0);
}

/** Whole lines only: the last one may be torn. */
function kept() {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line));
}

/** Equal builds may be unclear in a limit of time, but nobody is accused. */
function isWrong({ wanted, answer: { state } }) {
  return wanted === 'worse' ? state !== 'worse' : state === 'worse';
}

function wordsOf({ state, rounds, took, measures }) {
  const figures = measures.map(
    ({ measure, difference: { value, low, high } }) =>
      `${measure} ${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
  );
  return `${state} after ${rounds} in ${Math.round(took / 1000)} s; ${figures.join(', ')}`;
}

function writeTable(table) {
  const doc = new URL('../../docs/compare-builds.md', import.meta.url);
  const marks = /(<!-- bench -->\n)[\s\S]*?(<!-- end of bench -->)/;
  writeFileSync(
    doc,
    readFileSync(doc, 'utf8').replace(marks, (_, begin, end) => `${begin}\n${table}\n\n${end}`),
  );
}
