import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { rankOf } from '../score.mjs';

const file = fileURLToPath(new URL('answers.json', import.meta.url));

/** What was said of the programs live: `{ date, load, answers: { "NAME KIND": { "node 22": { rank, suspects, outcome } } } }` */
export function liveAnswers() {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { answers: {} };
}

/** Puts the answers beside those of the same day; older ones are another version's. */
export function keepAnswers(results) {
  const date = new Date().toISOString().slice(0, 10);
  const before = liveAnswers();
  const answers = before.date === date ? before.answers : {};
  for (const { run, runtime, suspects, verdict, failure } of results) {
    const key = `${run.name} ${run.kind}`;
    const answer = {
      rank: run.kind === 'leaky' ? rankOf(suspects) : 0,
      suspects: suspects.length,
      outcome: failure === undefined ? verdict.outcome : 'failed',
    };
    answers[key] = { ...answers[key], [runtime]: answer };
  }
  const load = Number(loadavg()[2].toFixed(1));
  writeFileSync(file, `${JSON.stringify({ date, load, answers }, null, 1)}\n`);
}

/** `4 of 5` of the runtimes right, in words of the table; empty if it was not asked. */
export function liveCell({ name, kind }, { answers }) {
  const told = Object.values(answers[`${name} ${kind}`] ?? {});
  if (told.length === 0) return '';
  const right = told.filter((answer) => isRight(kind, answer)).length;
  return `${right} of ${told.length}`;
}

/** Totals over all programs and runtimes that were asked. */
export function liveTotals(runs, { answers }) {
  const each = runs.flatMap(({ name, kind }) =>
    Object.values(answers[`${name} ${kind}`] ?? {}).map((answer) => ({ kind, answer })),
  );
  const leaky = each.filter(({ kind }) => kind === 'leaky');
  const clean = each.filter(({ kind }) => kind !== 'leaky');
  return {
    leaky: leaky.length,
    top1: leaky.filter(({ answer }) => answer.rank === 1).length,
    top3: leaky.filter(({ answer }) => answer.rank >= 1 && answer.rank <= 3).length,
    extra: leaky.reduce((sum, { answer }) => sum + answer.suspects - (answer.rank > 0 ? 1 : 0), 0),
    clean: clean.length,
    // Also growth outside the heap, which has no suspect.
    cleanWithSuspects: clean.filter(
      ({ kind, answer }) => answer.outcome !== 'failed' && !isRight(kind, answer),
    ).length,
    falsePositives: clean.reduce((sum, { answer }) => sum + answer.suspects, 0),
    failures: each.filter(({ answer }) => answer.outcome === 'failed').length,
  };
}

function isRight(kind, { rank, suspects, outcome }) {
  if (outcome === 'failed') return false;
  return kind === 'leaky' ? rank === 1 : suspects === 0 && outcome !== 'growth' && outcome !== 'possible';
}

/** What was measured, for docs/accuracy.md. */
export function liveWords({ date, load, answers }) {
  const runtimes = [...new Set(Object.values(answers).flatMap((told) => Object.keys(told)))].toSorted();
  return `Each program is a real server that logs a line per request, serves HTTP, and has its own timers and sockets. It is recorded
by \`attach\` with its defaults (on Bun by \`record\`), on some of ${runtimes.join(', ')}: ${date}, load ${load}.
The column *live* says on how many of the tested runtimes the first suspect is right, or there is no suspect. All other figures are
from snapshots that the programs take themselves.`;
}
